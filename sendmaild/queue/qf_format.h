// The contents of a qf file as plain data, between its text (qf_read, qf_write) and the Envelope. docs/queue_format.md
// describes the lines. Version 8 is written, versions up to 8 are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sendmaild/config/config.h"
#include "sendmaild/message/envelope.h"

namespace sm::queue {

struct QfRecipient {
  std::string flags;             // P N S F D A B
  std::string address;           // as written, brackets included
  std::string original;          // Q, xtext as it came: "rfc822;kim@daum.net"
  std::string final_recipient;   // r
  std::string status;            // M in front of it
  std::string controller;        // C in force: "user:uid:gid:alias" as written; empty: none
};

struct QfContents {
  int version = 8;
  int64_t created = 0, last_attempt = 0, attempts = 0, priority = 0;
  std::string data_directory;    // d
  std::string body_type;         // B
  std::string quarantine;        // q
  bool is_quarantined = false;
  std::string status;            // M
  std::string flags;             // F
  std::vector<std::pair<std::string, std::string>> macros;  // $: name without braces, value
  std::string sender;            // S, as written
  std::optional<std::string> envelope_id;   // Z, xtext as it came
  std::optional<std::string> auth_sender;   // A
  // !: mode N or R (n, r with trace) and the seconds after creation.
  std::optional<std::pair<char, int64_t>> deliver_by;
  std::vector<QfRecipient> recipients;
  std::vector<message::HeaderField> headers;
};

}  // namespace sm::queue
