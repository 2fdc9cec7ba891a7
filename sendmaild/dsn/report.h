// Delivery status notifications: the multipart/report (RFC 3462, 3464) that tells a sender what became of a message, in
// sendmail's words; also warnings, receipts, postmaster copies and double bounces.
#pragma once

#include "lib/base/clock.h"
#include "sendmaild/dsn/notify_policy.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/envelope.h"
#include "sendmaild/queue/queue_id.h"
#include "sendmaild/queue/transcript.h"

namespace sm::dsn {

struct ReportRequest {
  ReportKind kind = ReportKind::failure;
  enum class To { sender, postmaster, double_bounce };
  To to = To::sender;
  std::string message;              // as Decision::message
};

struct Report {
  message::Envelope envelope;       // sender <>, id set, headers complete with defaults; recipients not yet resolved
  message::BodyFile body;
  std::string log_line;             // for the original's id: "NEWID: DSN: User unknown"
};

struct ReportParts {
  const config::Config* config = nullptr;
  const macros::MacroScope* globals = nullptr;    // the configuration's layer, for the new envelope
  const message::Envelope* original = nullptr;
  const message::BodyFile* body = nullptr;        // the original's; missing: part 3 is left out
  const queue::Transcript* transcript = nullptr;
  std::string new_id;
  TimePoint now;
};

// The report. Nothing when none may be sent: a bounce of a bounce of a bounce, an empty DoubleBounceAddress.
// Error (temp_fail): the original's body cannot be read.
Result<std::optional<Report>> make_report(const ReportParts& parts, const ReportRequest& request);

// Who the reports of this envelope go to, in order: the first that exists. A failed bounce goes to DoubleBounceAddress.
std::vector<ReportRequest> requests_for(const message::Envelope& envelope, const Decision& decision,
                                        const config::Config& config);

}  // namespace sm::dsn
