// From what the rule engine decided to what the SMTP client hears.
#pragma once

#include <optional>
#include <string>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/rules/rule_engine.h"
#include "sendmaild/smtp/reply.h"

namespace sm::daemon {

// A check_* ruleset's refusal; with `about` set, "about... text" where sendmail does that.
smtp::Reply verdict_reply(const rules::CheckVerdict& verdict, const std::string& about);

// $#error of rulesets 3 and 0 for an address.
smtp::Reply error_reply(const rules::ResolvedAddress& resolved, const std::string& about);
// An address that scanning had to repair: "553 5.0.0 <a@b... Unbalanced '<'". Nothing for a sound one.
std::optional<smtp::Reply> syntax_refusal(const rules::ResolvedAddress& resolved, const std::string& about);

// Adds "X-Authentication-Warning: j: text" to the transaction and logs it.
void authentication_warning(SessionContext& context, const std::string& text);

}  // namespace sm::daemon
