// The two lines of the mail log that everyone greps for: "from=…" once for an envelope, "to=…" for each outcome, and the
// forms of addresses and delays in them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/message/envelope.h"

namespace sm::delivery {

// "<a@b>" without its brackets; other text as it is.
std::string bare_address(std::string_view address);

// "from=<a@b>, size=10, class=0, nrcpts=1, msgid=<…>, proto=ESMTP, daemon=MTA, relay=host [1.2.3.4]".
std::string from_line(const message::Envelope& envelope, size_t recipients);

// What a delivery attempt to some recipients came to.
struct ToLine {
  std::vector<const message::Recipient*> recipients;
  const message::ControllingUser* controller = nullptr;  // ctladdr=; null: none
  bool attempted = true;                       // with xdelay=
  std::chrono::seconds attempt_duration{0};
  std::string mailer;                          // name; empty: none
  std::string relay;                           // "mail.daum.net. [10.0.2.200]"; empty: none
  std::string dsn;                             // "2.0.0"; empty: none
  std::string reply;                           // the remote line, of failures; empty: none
  std::string stat;                            // "Sent (…)", "Deferred: …"
};
std::string to_line(const message::Envelope& envelope, const ToLine& line);
// Of a recipient that no mailer was asked to take in this attempt.
ToLine waiting_line(const message::Recipient& recipient, const std::string& stat);

// "to=<x>, delay=…, pri=…, stat=reason": a recipient whose transaction came to nothing.
std::string aborted_line(const message::Envelope& envelope, const message::Recipient& recipient,
                         const std::string& reason);

}  // namespace sm::delivery
