// Replies out of verdicts. A ruleset that could not ask is "451 4.3.0 Temporary system failure", never a refusal for good.
// Invariant: every reply has a code between 400 and 599.
#include "sendmaild/daemon/verdict_reply.h"

#include "lib/base/log.h"
#include "sendmaild/message/header_facts.h"

namespace sm::daemon {
namespace {

smtp::Reply make_reply(int code, const std::string& enhanced_text, const std::string& text, const std::string& about) {
  int valid = code >= 400 && code < 600 ? code : 550;
  auto enhanced = smtp::parse_enhanced_code(enhanced_text);
  smtp::EnhancedCode shown = enhanced ? *enhanced : smtp::EnhancedCode{valid / 100, 0, 0};
  if (about.empty()) return smtp::Reply(valid, shown, text);
  return smtp::reply::about(about, valid, shown, text);
}

}  // namespace

smtp::Reply verdict_reply(const rules::CheckVerdict& verdict, const std::string& about) {
  if (verdict.temporary_failure && verdict.reply_code / 100 != 4) {
    return smtp::Reply(451, smtp::EnhancedCode{4, 3, 0}, "Temporary system failure. Please try again later.");
  }
  return make_reply(verdict.reply_code, verdict.enhanced, verdict.text, about);
}

smtp::Reply error_reply(const rules::ResolvedAddress& resolved, const std::string& about) {
  return make_reply(resolved.reply_code, resolved.enhanced, resolved.text, about);
}

std::optional<smtp::Reply> syntax_refusal(const rules::ResolvedAddress& resolved, const std::string& about) {
  if (resolved.syntax_error.empty()) return std::nullopt;
  return make_reply(553, "5.0.0", resolved.syntax_error, about);
}

void authentication_warning(SessionContext& context, const std::string& text) {
  std::string host = context.site->macro("j");
  context.log(4, log::Priority::info, "Authentication-Warning: " + host + ": " + text);
  message::add_authentication_warning(*context.envelope, host, text);
}

}  // namespace sm::daemon
