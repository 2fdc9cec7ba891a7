// A Batch: the recipients of one envelope that one run of a mailer serves, with everything that mailer needs to know.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/base/traffic_log.h"
#include "sendmaild/delivery/outcome.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/envelope.h"
#include "sendmaild/message/write_message.h"
#include "sendmaild/process/helper_client.h"

namespace sm::delivery {

struct Batch {
  explicit Batch(const message::Envelope& of) : envelope(&of), macros(&of.macros) {}

  const message::Envelope* envelope;
  const config::Mailer* mailer = nullptr;
  std::string host;                                  // of the first recipient
  std::vector<message::Recipient*> recipients;
  message::BodyFile body;
  macros::MacroScope macros;                         // g h u z {rcpt_addr} … of this attempt
  std::string sender;                                // $g: the sender as this mailer wants it; empty for <>
  const message::ControllingUser* controller = nullptr;
  std::shared_ptr<const TrafficLog> traffic;         // -X, or null
  // What the transcript of this attempt gets: mailer output, "... while talking to", ">>>" and "<<<".
  std::vector<std::string> transcript;
};

// Outcomes in the order of Batch::recipients.
using Outcomes = std::vector<Outcome>;

// The same outcome for every recipient.
Outcomes all_alike(const Batch& batch, const Outcome& outcome);

// How the message is written for this batch; `batch` and `site` must outlive the form.
message::MessageForm message_form(const Site& site, const Batch& batch);

// Whom a mailer that is a program, or a file, runs as (Operations Guide, F=S F=o U=, DefaultUser).
process::RunUser run_user(const Site& site, const Batch& batch);

}  // namespace sm::delivery
