// Whether a recipient exists, as far as RCPT and -bv can tell: aliases, ruleset 5, user database. Nothing is read beyond
// that, nothing is delivered.
#pragma once

#include <string>

#include "sendmaild/alias/expand.h"
#include "sendmaild/delivery/site.h"

namespace sm::delivery {

struct Existence {
  enum class Kind { yes, no, later };
  Kind kind = Kind::yes;
  // no: what is wrong with it, "550", "5.1.1", "User unknown"
  int reply_code = 0;
  std::string enhanced, text;
};

Existence check_recipient(const alias::Expander& expander, const std::string& address, rules::RewriteContext& context);

}  // namespace sm::delivery
