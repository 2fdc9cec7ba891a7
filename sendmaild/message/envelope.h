// The envelope: who a message is from and for, how it came, and what the queue file keeps of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/message/header_list.h"
#include "sendmaild/message/recipient.h"

namespace sm::message {

enum class BodyType { unknown, seven_bit, eight_bit_mime, binary_mime };

struct Envelope {
  explicit Envelope(const macros::MacroScope* outer) : macros(outer) {}

  std::string id;                         // queue id; empty until it is given one
  std::string sender;                     // as given, as logs and qf show it: "<a@b>", "a@b", "lee"; "<>" for none
  std::optional<ControllingUser> sender_user;  // the sender is a local user: whose rights deliveries have (ctladdr=)
  const config::Mailer* sender_mailer = nullptr;
  std::vector<Recipient> recipients;
  HeaderList headers;
  macros::MacroScope macros;              // this message's layer: f g i s r _ {client_*} {mail_*} …

  std::chrono::system_clock::time_point created;          // T
  std::chrono::system_clock::time_point last_attempt;     // K; epoch 0: never
  int attempts = 0;                       // N
  int64_t priority = 0;                   // P
  int64_t message_size = 0;               // bytes, headers included
  int precedence_class = 0;               // class=
  int hop_count = 0;
  BodyType body_type = BodyType::unknown;  // B
  bool has_8bit = false;                   // F8
  bool warning_sent = false;               // Fw
  bool is_bounce = false;                  // Fr
  bool delete_bcc = false;                 // Fd
  bool return_given = false, return_headers_only = false;  // RET=
  std::string status_message;             // M
  std::string quarantine_reason;          // q
  std::optional<std::string> envelope_id;  // ENVID=, decoded
  std::optional<std::string> auth_sender;  // AUTH=
  std::optional<std::pair<char, int64_t>> deliver_by;  // mode and absolute time
  bool discarded = false;                 // an access entry or filter said DISCARD: accept and forget
  std::string message_id;                 // for msgid= of the log
  std::string queue_group;                // name; empty: default
};

}  // namespace sm::message
