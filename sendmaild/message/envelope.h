// The envelope: who a message is from and for, how it came, and what the queue file keeps of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/config/timeouts.h"
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
  bool delete_bcc = false;                 // Fb: there are other recipient fields, so Bcc: is not shown
  bool is_split = true;                    // Fs: recipients were divided among queue groups and by r= already
  bool hide_received_for = false;          // no "for" in Received: more than one recipient was named, good or not, or -t
  bool smtputf8 = false;                   // Fe
  bool return_given = false;               // Fd: RET= was given
  bool return_headers_only = false;        // Fn: RET=HDRS, or the body is not worth returning (negative class)
  bool is_mime = false;                    // BODY=8BITMIME or a MIME-Version field
  bool dont_mime = false;                  // a Content-Type of before MIME: leave the body alone
  config::TimeoutClass timeout_class = config::TimeoutClass::normal;
  std::string status_message;             // M
  std::string quarantine_reason;          // q
  std::optional<std::string> envelope_id;  // ENVID=, decoded
  std::optional<std::string> auth_sender;  // AUTH=
  // DELIVERBY: mode N or R (n, r with trace) and the absolute time in seconds since 1970.
  std::optional<std::pair<char, int64_t>> deliver_by;
  bool discarded = false;                 // an access entry or filter said DISCARD: accept and forget
  std::string message_id;                 // for msgid= of the log
  std::string queue_group;                // name; empty: default
};

}  // namespace sm::message
