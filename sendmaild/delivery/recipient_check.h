// Whether a resolved recipient exists, as far as RCPT and -bv can tell: aliases first, then ruleset 5, then the user
// database (Operations Guide, local delivery). Nothing is expanded or read.
#pragma once

#include "sendmaild/delivery/site.h"

namespace sm::delivery {

enum class Known { yes, no, later };

Known check_recipient(const Site& site, const rules::ResolvedAddress& resolved, rules::RewriteContext& context);

}  // namespace sm::delivery
