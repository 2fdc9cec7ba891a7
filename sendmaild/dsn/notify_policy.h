// What is due at the end of a delivery attempt: nothing, a failure report, a warning, a receipt (RFC 3461 §4 and 5, and the
// Operations Guide's Timeout.queuereturn and Timeout.queuewarn).
#pragma once

#include "lib/base/clock.h"
#include "sendmaild/config/config.h"
#include "sendmaild/message/envelope.h"

namespace sm::dsn {

enum class ReportKind { failure, warning, receipt };

struct Decision {
  std::optional<ReportKind> report;        // what to send to the sender
  bool postmaster_copy = false;            // PostmasterCopy gets the headers
  bool timed_out = false;                  // undelivered recipients were failed: the message leaves the queue
  bool finished = false;                   // no recipient is left: the queue files are to be removed
  std::vector<std::string> transcript;     // lines to add to the transcript before the report
  std::string message;                     // "User unknown", "Cannot send message for 5 days": subject of the report's log line
};

// Looks at the recipients' states and times and marks the envelope: recipients that ran out of time become failed with
// status 4.4.7, those a warning is about `delayed`, warning_sent is set.
Decision decide(message::Envelope& envelope, const config::Config& config, TimePoint now);

// The default of a recipient without NOTIFY= is failure and delay.
bool wants_failure(const message::Recipient& recipient);
bool wants_delay(const message::Recipient& recipient);
bool wants_success(const message::Recipient& recipient);

}  // namespace sm::dsn
