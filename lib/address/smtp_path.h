// The <path> of MAIL FROM and RCPT TO (RFC 5321 4.1.2): finding its end on a command line. What is inside the angle
// brackets is not judged here; that is the rulesets' work, as in sendmail.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace sm::address {

struct SmtpPath {
  std::string text;        // without the angle brackets; may be empty (the null sender)
  std::string as_written;  // with them, as replies quote it
  std::string_view rest;   // behind the path: ESMTP parameters, leading blanks removed
  bool bracketed = true;   // false: `MAIL FROM:user@host`, which sendmail takes too
};

// `argument` is the command line behind "FROM:" or "TO:". An Error is the reply's text: "Unbalanced '<'" and the like.
Result<SmtpPath> parse_smtp_path(std::string_view argument);

}  // namespace sm::address
