// RuleEngine for one configuration: compiled rules, and for each question a Rewriter of its own.
#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/text.h"
#include "sendmaild/rules/compile.h"
#include "sendmaild/rules/crack_address.h"
#include "sendmaild/rules/refusal.h"
#include "sendmaild/rules/resolve.h"
#include "sendmaild/rules/rewrite.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::rules {
namespace {

namespace meta = address::meta;
using address::TokenTable;

bool is_sender(AddressRole role) { return role == AddressRole::envelope_sender || role == AddressRole::header_sender; }
bool is_header(AddressRole role) { return role == AddressRole::header_sender || role == AddressRole::header_recipient; }

const std::string& ruleset_of(const config::Mailer& mailer, AddressRole role) {
  if (is_sender(role)) return is_header(role) ? mailer.sender_header_ruleset : mailer.sender_envelope_ruleset;
  return is_header(role) ? mailer.recipient_header_ruleset : mailer.recipient_envelope_ruleset;
}

// ${addr_type}: what kind of address is being looked at.
std::string_view address_type(AddressRole role) {
  switch (role) {
    case AddressRole::envelope_sender:
      return "e s";
    case AddressRole::envelope_recipient:
      return "e r";
    case AddressRole::header_sender:
      return "h s";
    case AddressRole::header_recipient:
      return "h r";
  }
  return "";
}

void set_address_type(RewriteContext& context, AddressRole role) {
  if (traces_macros(context)) context.trace->macro_named("{addr_type}");
  define_macro(context, "addr_type", std::string(address_type(role)));
}

class Engine final : public RuleEngine {
 public:
  Engine(std::shared_ptr<const config::Config> config, std::shared_ptr<const maps::MapSet> maps)
      : config_(std::move(config)), maps_(std::move(maps)), rules_(*config_, *maps_) {}

  bool has_ruleset(std::string_view name) const override {
    const CompiledRuleset* ruleset = rules_.find(name);
    return ruleset != nullptr && !ruleset->rules.empty();
  }
  bool may_block(std::string_view name) const override {
    const CompiledRuleset* ruleset = rules_.find(name);
    return ruleset != nullptr && ruleset->may_block;
  }

  ResolvedAddress resolve(std::string_view address, AddressRole role, RewriteContext& context) const override {
    if (!context.keeps_address_type) set_address_type(context, role);
    Rewriter rewriter(rules_, *config_, *maps_, context);
    return Resolver(*config_, rewriter, role).resolve(address);
  }

  std::optional<ResolvedAddress> resolve_local_again(const ResolvedAddress& local,
                                                     RewriteContext& context) const override {
    if (!has_ruleset("5")) return std::nullopt;
    set_address_type(context, AddressRole::envelope_recipient);
    Rewriter rewriter(rules_, *config_, *maps_, context);
    Workspace workspace;
    if (!rewriter.scan(local.user, TokenTable::external, workspace) || workspace.empty()) return std::nullopt;
    ExitStatus status = rewriter.run("5", workspace);
    if (workspace.empty() || !workspace[0].is(meta::kMailer)) return std::nullopt;
    ResolvedAddress again = Resolver(*config_, rewriter, AddressRole::envelope_recipient).resolved_from(workspace);
    again.original = local.original;
    again.temporary_failure = again.temporary_failure || status == ExitStatus::temp_fail;
    bool same = again.kind == ResolvedAddress::Kind::mailer && again.mailer == local.mailer &&
                again.host == local.host && again.user == local.user;
    return same ? std::nullopt : std::optional<ResolvedAddress>(std::move(again));
  }

  RewrittenAddress rewrite_for(const config::Mailer& mailer, std::string_view address, AddressRole role,
                               std::string_view sender_domain, RewriteContext& context) const override {
    RewrittenAddress out;
    out.address = address;
    set_address_type(context, role);
    Rewriter rewriter(rules_, *config_, *maps_, context);
    Workspace workspace;
    if (!rewriter.scan(address, TokenTable::external, workspace) || workspace.empty()) return out;
    auto run = [&rewriter, &workspace, &out](std::string_view ruleset) {
      if (rewriter.run(ruleset, workspace) != ExitStatus::temp_fail) return;
      out.temporary_failure = true;
      out.status = ExitStatus::temp_fail;
    };
    run("3");
    if (!sender_domain.empty() && append_domain(sender_domain, rewriter, workspace)) run("3");
    run(is_sender(role) ? "1" : "2");
    const std::string& own = ruleset_of(mailer, role);
    if (!own.empty() && own != "0") run(own);
    run("4");
    macros::MacroScope scope(context.macros);
    std::string rewritten = address::quote_encoded(rewriter.join(workspace).substr(0, kLongestRewritten));
    std::string cracked = crack(address::quote_encoded(address));
    scope.set("g", rewritten);
    out.address = macros::expand(cracked, scope);
    if (traces_macros(context)) {
      context.trace->macro_borrowed("g", &rewritten);
      context.trace->expanded(cracked, out.address);
      context.trace->macro_borrowed("g", nullptr);
    }
    return out;
  }

  CheckVerdict check(std::string_view ruleset, std::string_view argument1, std::optional<std::string_view> argument2,
                     RewriteContext& context, Comments comments) const override {
    CheckVerdict out;
    const CompiledRuleset* found = rules_.find(ruleset);
    if (found == nullptr) return out;
    Rewriter rewriter(rules_, *config_, *maps_, context);
    Workspace workspace;
    TokenTable table = comments == Comments::keep ? TokenTable::rule : TokenTable::internal;
    rewriter.report_syntax(false);
    address::ScanOptions options;
    if (comments == Comments::keep) options.unbalanced = address::Unbalanced::kept;
    if (!rewriter.scan(address::quote_encoded(argument1), table, workspace, options) || workspace.empty()) return out;
    if (argument2) {
      Rewriter::add_symbol(meta::kElse, workspace);
      if (!rewriter.scan(address::quote_encoded(*argument2), table, workspace, options)) return out;
    }
    ExitStatus status = rewriter.run(*found, workspace);
    out.temporary_failure = status == ExitStatus::temp_fail;
    out.map_message = rewriter.map_message();
    if (!workspace.empty() && workspace[0].is(meta::kMailer)) out.answer = rewriter.join(std::span(workspace).subspan(1), ' ');
    judge(workspace, rewriter, out);
    return out;
  }

  RewrittenAddress run(std::string_view ruleset, std::string_view text, RewriteContext& context) const override {
    RewrittenAddress out;
    out.address = text;
    Rewriter rewriter(rules_, *config_, *maps_, context);
    Workspace workspace;
    if (!rewriter.scan(address::quote_encoded(text), TokenTable::internal, workspace)) return out;
    out.status = rewriter.run(ruleset, workspace);
    out.temporary_failure = out.status == ExitStatus::temp_fail;
    out.address = rewriter.join(workspace);
    return out;
  }

  std::string crack(std::string_view address) const override {
    Colon colon = config_->options.colon_ok_in_addr ? Colon::is_text : Colon::ends_group_name;
    return crack_address(address, config_->options.must_quote_chars, colon);
  }
  const config::Config& configuration() const override { return *config_; }
  const CompiledRules& compiled() const override { return rules_; }
  const maps::MapSet& map_set() const override { return *maps_; }

 private:
  // An address without domain gets the sender's, where its mailer has F=C.
  static bool append_domain(std::string_view domain, Rewriter& rewriter, Workspace& workspace) {
    for (const Token& token : workspace)
      if (token.text == "@") return false;
    std::string text(domain);
    if (text[0] != '@') text.insert(0, "@");
    return rewriter.scan(text, TokenTable::external, workspace);
  }

  static void judge(std::span<const Token> workspace, Rewriter& rewriter, CheckVerdict& out) {
    if (workspace.size() < 2 || !workspace[0].is(meta::kMailer)) return;
    if (workspace[1].text == "discard") {
      out.kind = CheckVerdict::Kind::discard;
      return;
    }
    if (workspace[1].text != "error") return;
    Refusal refusal = parse_refusal(workspace.subspan(2), rewriter);
    if (!refusal.has_text) refusal.text = "buildaddr: no user";
    if (refusal.code_text == "quarantine") {
      out.kind = CheckVerdict::Kind::quarantine;
      out.quarantine_reason = refusal.text;
      return;
    }
    out.kind = CheckVerdict::Kind::reject;
    out.reply_code = refusal.reply_code;
    out.enhanced = refusal.enhanced;
    out.text = refusal.text;
  }

  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<const maps::MapSet> maps_;
  CompiledRules rules_;
};

}  // namespace

std::unique_ptr<RuleEngine> RuleEngine::create(std::shared_ptr<const config::Config> config,
                                               std::shared_ptr<const maps::MapSet> maps) {
  return std::make_unique<Engine>(std::move(config), std::move(maps));
}

}  // namespace sm::rules
