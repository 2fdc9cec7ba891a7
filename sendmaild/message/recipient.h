// A recipient of an envelope and where its delivery stands.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

#include "lib/base/exit_status.h"

namespace sm::config {
struct Mailer;
}

namespace sm::message {

// RFC 3461 NOTIFY=.
struct NotifyWish {
  bool given = false;
  bool never = false, success = false, failure = false, delay = false;
};

// Whose rights a delivery to a program or file has: the owner of the .forward or alias file entry.
struct ControllingUser {
  std::string user;      // login name, empty: DefaultUser
  uid_t uid = 0;
  gid_t gid = 0;
  std::string alias;     // the address that led here ("ctladdr=<…>")
};

struct Recipient {
  enum class State { pending, delivered, expanded, failed, deferred, duplicate, removed };

  std::string address;             // as given, as logs and qf show it: "<lee@naver.com>" or "lee@naver.com", "lee"
  const config::Mailer* mailer = nullptr;
  std::string host;
  std::string user;
  std::optional<ControllingUser> controller;
  bool primary = true;             // R line flag P: named in the envelope, not by an alias
  bool from_alias = false;          // R line flag A: the controlling address comes from an alias
  bool is_bcc = false;              // R line flag B
  NotifyWish notify;
  std::optional<std::string> original_recipient;  // ORCPT=, decoded "rfc822;addr"
  std::string final_recipient;                    // r line: "RFC822; lee@naver.com"
  State state = State::pending;
  // The latest outcome, for the log, mailq and DSN.
  ExitStatus status = ExitStatus::ok;
  std::string enhanced;            // "4.4.1"
  std::string status_text;         // "Deferred: Connection refused by mail.daum.net."
  std::chrono::system_clock::time_point last_attempt{};  // epoch 0: none in this run
  // What DSN has to report beside failure: set by delivery and alias expansion.
  bool relayed = false;            // to a server without DSN
  bool delivered_to_list = false;  // the alias has an owner
  bool delivered_to_mailbox = false;
  bool delayed = false;            // a warning is due to the sender
  std::string remote_reply;        // diagnostic code, "550 5.1.1 <x>... User unknown"
  std::string remote_mta;          // host that said it
  std::string message;             // M line of this recipient
  std::optional<std::string> parent;  // the address whose alias expansion made it
  std::string owner;               // of the list that it is a member of: hears of errors; empty: the sender
};

}  // namespace sm::message
