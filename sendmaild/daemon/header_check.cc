// Header rulesets see the field's value as $1 and, whole and quoted, in ${currHeader} (Operations Guide, header checks).
// Invariant: without such rulesets nothing is looked at.
#include "sendmaild/daemon/header_check.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/daemon/outside_text.h"
#include "sendmaild/daemon/verdict_reply.h"

namespace sm::daemon {
namespace {

using rules::CheckVerdict;

constexpr size_t kCurrentHeaderLength = 256;

const config::HeaderSpec* find_check(const config::Config& config, std::string_view field) {
  const config::HeaderSpec* any = nullptr;
  for (const config::HeaderSpec& spec : config.headers) {
    if (spec.check_ruleset.empty()) continue;
    if (ascii::equal_ignoring_case(spec.name, field)) return &spec;
    if (spec.name == "*") any = &spec;
  }
  return any;
}

std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (char c : value.substr(0, kCurrentHeaderLength)) {
    if (c == '"' || c == '\\') text += '\\';
    text += ascii::is_control(c) ? ' ' : c;
  }
  return text + "\"";
}

std::optional<smtp::Reply> act_on(SessionContext& context, const std::string& ruleset, const std::string& argument,
                                  const CheckVerdict& verdict) {
  if (verdict.kind == CheckVerdict::Kind::accept && !verdict.temporary_failure) return std::nullopt;
  std::string line = fmt::format("ruleset={}, arg1={}, relay={}", ruleset, argument, context.peer.shown);
  std::optional<smtp::Reply> refusal;
  if (verdict.kind == CheckVerdict::Kind::discard) {
    line += ", discard";
    context.envelope->discarded = true;
  } else if (verdict.kind == CheckVerdict::Kind::quarantine) {
    line += ", quarantine=" + verdict.quarantine_reason;
    context.envelope->quarantine_reason = verdict.quarantine_reason;
  } else {
    refusal = verdict_reply(verdict, "");
    line += ", reject=" + refusal->first_line();
  }
  context.log(4, log::Priority::notice, line);
  return refusal;
}

std::optional<smtp::Reply> run_check(SessionContext& context, const std::string& ruleset, const std::string& argument,
                                     std::optional<std::string> second) {
  if (!context.site->rules->has_ruleset(ruleset)) return std::nullopt;
  auto rewrite = context.rewrite_context();
  return act_on(context, ruleset, argument, context.site->rules->check(ruleset, argument, second, rewrite));
}

}  // namespace

std::optional<smtp::Reply> check_header(SessionContext& context, int64_t header_bytes) {
  const config::Config& config = *context.site->config;
  macros::MacroScope& scope = context.scope();
  size_t count = 0;
  for (const message::HeaderField& field : context.envelope->headers.fields()) {
    ++count;
    const config::HeaderSpec* spec = find_check(config, field.name);
    if (spec == nullptr) continue;
    std::string value = outside_text(trim(field.value));
    scope.set("currHeader", quoted(value));
    scope.set("hdr_name", outside_text(field.name));
    scope.set("hdrlen", std::to_string(field.value.size()));
    scope.set("addr_type", "h");
    auto refusal = run_check(context, spec->check_ruleset, value, std::nullopt);
    scope.unset("addr_type");
    if (refusal) return refusal;
  }
  return run_check(context, "check_eoh", std::to_string(count), std::to_string(header_bytes));
}

std::optional<smtp::Reply> check_end_of_message(SessionContext& context, int64_t message_bytes) {
  context.scope().set("msg_size", std::to_string(message_bytes));
  return run_check(context, "check_eom", std::to_string(message_bytes), std::nullopt);
}

}  // namespace sm::daemon
