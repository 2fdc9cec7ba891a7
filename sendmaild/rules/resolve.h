// From the text of an address to a mailer, a host and a user: rulesets 3 and 0, then what the mailer does with the user
// part (2, its R= set, 4). Operations Guide 5.1.4, "Semantics of rewriting rule sets".
#pragma once

#include <string_view>

#include "sendmaild/rules/refusal.h"
#include "sendmaild/rules/rewrite.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::rules {

class Resolver {
 public:
  Resolver(const config::Config& config, Rewriter& rewriter, AddressRole role)
      : config_(config), rewriter_(rewriter), role_(role) {}

  ResolvedAddress resolve(std::string_view address);
  // A workspace that ruleset 5 (or another one that resolves) left behind.
  ResolvedAddress resolved_from(std::span<const Token> tokens);

 private:
  ResolvedAddress build(std::span<const Token> tokens);
  ResolvedAddress refuse(std::span<const Token> tokens);
  ResolvedAddress complain(std::string_view what);
  const config::Mailer* special_mailer(const config::Mailer& mailer, Workspace& user, std::string& text) const;
  void rewrite_user(const config::Mailer& mailer, Workspace& user);
  void check_characters(std::string& user);

  const config::Config& config_;
  Rewriter& rewriter_;
  AddressRole role_;
  std::string shown_;  // the address as messages quote it
};

// Whether the trace of a question wants to hear of macros (-d35).
bool traces_macros(const RewriteContext& context);
// Gives a macro of the question's scope a value, and tells the trace. An empty value counts as none.
void define_macro(RewriteContext& context, std::string_view name, std::string value);
// sendmail's complaint about an address with bytes that stand for metasymbols inside the program.
std::optional<std::string> eight_bit_complaint(std::string_view address);
// sendmail's complaint about an address that is longer than an address may be; nothing when it is not.
std::optional<std::string> too_long_complaint(std::string_view address);

}  // namespace sm::rules
