// What an attempt came to for one recipient: delivered, to be tried again, or failed for good; with the texts that the
// log, mailq and delivery reports show.
#pragma once

#include <string>

#include "lib/base/exit_status.h"

namespace sm::delivery {

struct Outcome {
  enum class Kind { delivered, deferred, failed };
  Kind kind = Kind::deferred;
  ExitStatus status = ExitStatus::temp_fail;
  std::string enhanced;      // dsn=: "2.0.0", "5.1.1"
  std::string stat;          // "Sent (OK id=1)", "Deferred: Connection refused by h.", "User unknown"
  std::string reply;         // what the other side said: "550 5.1.1 <x>... User unknown"; or an exit code; or empty
  std::string remote_mta;    // host name without trailing dot, when `reply` came from it
  std::string relay;         // "mail.daum.net. [10.0.2.200]" of the log
  int error_number = 0;      // errno of a connection that could not be made, or was lost
  bool dsn_handed_on = false;  // delivered to a server that reports by itself (RFC 3461, 5.2.1)
  bool own_reply = false;    // `reply` is our own wording, for reports; the log does not show it
  // What the transcript of a report says: "550 5.1.1 <x>... User unknown", empty for success.
  std::string transcript;
};

}  // namespace sm::delivery
