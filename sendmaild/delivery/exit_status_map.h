// sysexits.h values of mailers, and of our own failures, as outcomes: class, default enhanced code, text.
#pragma once

#include <string>

#include "sendmaild/delivery/outcome.h"

namespace sm::delivery {

// The fixed text of a status: "550 5.1.1 User unknown" split up.
struct StatusText {
  int code;
  const char* reply_enhanced;  // in the transcript's line
  const char* dsn;             // dsn= when nothing better is known
  const char* text;            // stat=
};
StatusText status_text(int exit_status);

// True for the statuses that keep a message in the queue: EX_TEMPFAIL, EX_OSERR, EX_IOERR.
bool is_temporary(int exit_status);

// The outcome of a mailer that ended with `exit_status`. `detail` goes behind the text (": detail"), may be empty.
Outcome outcome_of_status(int exit_status, const std::string& detail);
Outcome outcome_of_status(ExitStatus exit_status, const std::string& detail);

// A transcript line with the address it is about: "550 5.1.1 <x>... User unknown" for the codes that sendmail prefixes
// with the address (250 252 450 550 553), others as they are.
std::string about_line(const std::string& line, const std::string& address);

}  // namespace sm::delivery
