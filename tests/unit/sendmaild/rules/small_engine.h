// A rule engine for tests: the text of a .cf, and maps that answer from a table.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "sendmaild/config/parse_config.h"
#include "sendmaild/rules/rewrite.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::rules::test {

// Map `m` answers from `entries`; map `later` cannot answer; `macro` names behave as maps::MapSet promises.
class TableMaps final : public maps::MapSet {
 public:
  explicit TableMaps(std::map<std::string, std::string> entries) : entries_(std::move(entries)) {}
  maps::MapAnswer lookup(std::string_view name, const maps::MapQuestion& question,
                         maps::MapContext& context) const override {
    maps::MapAnswer answer;
    if (name == "later") {
      answer.kind = maps::MapAnswer::Kind::temporary_failure;
      answer.status = ExitStatus::temp_fail;
    } else if (name == "store") {
      context.macros->set(question.key, question.arguments.empty() ? std::string() : question.arguments[0]);
      answer.kind = maps::MapAnswer::Kind::found;
      answer.has_value = true;
    } else if (auto found = entries_.find(std::string(question.key)); found != entries_.end()) {
      answer.kind = maps::MapAnswer::Kind::found;
      answer.has_value = true;
      answer.value = found->second;
    }
    return answer;
  }
  bool exists(std::string_view name) const override { return name == "m" || name == "later" || name == "store"; }
  bool is_open(std::string_view, const maps::MapContext&) const override { return true; }
  std::string take_opening_message(std::string_view) const override { return {}; }
  bool may_block(std::string_view name) const override { return name == "later"; }
  std::shared_ptr<const dns::NameService> name_service() const override { return nullptr; }

 private:
  std::map<std::string, std::string> entries_;
};

inline constexpr const char* kHead =
    "V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nO BlankSub=.\nC{Multi}a.b.c x y.z a\nDAone\nDZ\n"
    "Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, S=10, R=20, A=true $u\n"
    "Mprog, P=/bin/sh, F=lsDFMoqeu9, A=sh -c $u\n"
    "Mnet, P=[IPC], F=mDFMuX, S=11/31, R=21/41, A=TCP $h\n";

class SmallEngine {
 public:
  explicit SmallEngine(const std::string& rules, std::map<std::string, std::string> entries = {})
      : maps_(std::make_shared<TableMaps>(std::move(entries))) {
    config::HostFacts host;
    host.host_name = host.canonical_name = host.node_name = "mail.example.com";
    auto outcome = config::parse_config_text(kHead + rules, "test.cf", {}, host, {}, [](const config::Complaint&) {});
    config_ = outcome.config;
    engine_ = RuleEngine::create(config_, maps_);
    macros_ = std::make_unique<macros::MacroScope>(config_->macros);
  }
  // The workspace that a ruleset leaves, tokens separated by blanks.
  std::string run(const std::string& ruleset, const std::string& text, ExitStatus* status = nullptr) {
    RewriteContext state = context();
    Rewriter rewriter(engine_->compiled(), *config_, *maps_, state);
    Workspace workspace;
    rewriter.scan(text, address::TokenTable::rule, workspace);
    ExitStatus result = rewriter.run(ruleset, workspace);
    if (status != nullptr) *status = result;
    std::string out;
    for (const Token& token : workspace) out += (out.empty() ? "" : " ") + display(token);
    return out;
  }
  RewriteContext context() {
    RewriteContext state;
    state.macros = macros_.get();
    return state;
  }
  const RuleEngine& engine() const { return *engine_; }
  const config::Config& configuration() const { return *config_; }
  macros::MacroScope& macros() { return *macros_; }

 private:
  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<TableMaps> maps_;
  std::unique_ptr<RuleEngine> engine_;
  std::unique_ptr<macros::MacroScope> macros_;
};

}  // namespace sm::rules::test
