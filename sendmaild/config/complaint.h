// What the reader of sendmail.cf has to say about a file: one Complaint for each message, in the order of the lines.
// The texts are the ones administrators know from sendmail; whoever receives them decides where they go (standard
// output with or without reply codes, the log).
#pragma once

#include <functional>
#include <string>

#include "lib/base/exit_status.h"

namespace sm::config {

struct Complaint {
  enum class Kind {
    error,    // logged as "SYSERR(root): text"; the exit status becomes `status` unless an earlier error has set one
    user,     // shown only; the exit status stays
    message,  // shown only
    notice,   // a plain line without a reply code in every mode
    warning,  // as notice, and logged as it stands
  };
  Kind kind = Kind::error;
  std::string code;  // "554 5.0.0", "550", "050"; empty for notices
  std::string text;  // "/etc/mail/sendmail.cf: line 3: unknown configuration line …"
  ExitStatus status = ExitStatus::software;
  // Advice that goes behind the text in places sendmail does not use (the log); empty when there is none.
  std::string hint;
};

using ComplaintSink = std::function<void(const Complaint&)>;

// The line as standard output gets it: daemon and SMTP modes show "code text\r\n", all others "text\n".
std::string format_complaint(const Complaint& complaint, bool with_reply_codes);

}  // namespace sm::config
