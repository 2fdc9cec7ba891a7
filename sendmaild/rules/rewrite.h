// Running rulesets over a workspace. A Rewriter lives as long as one question (an address, a check); it owns the text of
// every token that appears meanwhile, and remembers what went wrong.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/exit_status.h"
#include "sendmaild/rules/compile.h"
#include "sendmaild/rules/match.h"
#include "sendmaild/rules/rule_engine.h"
#include "sendmaild/rules/trace.h"

namespace sm::rules {

class Rewriter {
 public:
  Rewriter(const CompiledRules& rules, const config::Config& config, const maps::MapSet& maps, RewriteContext& context);
  Rewriter(const Rewriter&) = delete;
  Rewriter& operator=(const Rewriter&) = delete;

  // Splits `text` into tokens behind what `out` holds. False when no tokens could be made of it; complaints are told to
  // the trace and kept as `syntax_error()`. `stopped_at` is where a delimiter ended the address.
  bool scan(std::string_view text, address::TokenTable table, Workspace& out, address::ScanOptions options = {},
            size_t* stopped_at = nullptr);
  // Whether complaints of scan() are told to the trace.
  void report_syntax(bool on) { report_syntax_ = on; }
  // Adds a metasymbol token (as `$|` between the arguments of a check).
  static void add_symbol(char symbol, Workspace& out);

  // Where sendmail keeps a workspace, which decides what is left of it when a rule breaks: texts are scanned into the
  // place of scanned addresses, the user part of a resolved one has a place of its own.
  enum class Place { scanned, own };
  // Runs a ruleset in place. An unknown name leaves the workspace alone. The status is that of the worst thing that
  // happened: ok, temp_fail (a map could not answer), data_error, config.
  ExitStatus run(std::string_view ruleset, Workspace& workspace, Place place = Place::scanned);
  ExitStatus run(const CompiledRuleset& ruleset, Workspace& workspace, Place place = Place::scanned);

  // Tokens as text. Without a separator given, BlankSub.
  std::string join(std::span<const Token> tokens) const { return join(tokens, config_.options.blank_sub); }
  std::string join(std::span<const Token> tokens, char separator) const;

  Token token(std::string_view text);
  const std::string& syntax_error() const { return syntax_error_; }
  // The first message of a map that could not answer.
  const std::string& map_message() const { return map_message_; }
  const CompiledRules& rules() const { return rules_; }
  RewriteContext& context() { return context_; }
  void message(std::string_view text);
  bool wants_note(int category, int level) const {
    return context_.trace != nullptr && context_.trace->wants_note(category, level);
  }
  void note(int category, int level, std::string_view text);
  void note_tokens(int category, int level, std::string text, std::span<const Token> tokens);

 private:
  uint64_t summarize(const Workspace& workspace);
  bool apply_rules(const CompiledRuleset& ruleset, Workspace& workspace, ExitStatus& status);
  enum class Outcome { applied, broken };
  Outcome replace(const CompiledRule& rule, const CompiledRuleset& ruleset, const Bindings& bindings,
                  Workspace& workspace, ExitStatus& status);
  bool substitute(const CompiledRule& rule, const CompiledRuleset& ruleset, const Bindings& bindings,
                  const Workspace& workspace, Workspace& out, ExitStatus& status);
  class ScanReport;
  void add_scanned(Workspace& out);
  void take_scanned(Workspace& workspace);
  // Splits the value of a macro or map; false when there is something and no tokens come of it.
  bool scan_result(std::string_view text, address::TokenTable table, Workspace& out);
  bool substitute_macro(const std::string& name, Workspace& out);
  bool look_up_all(Workspace& workspace, ExitStatus& status);
  bool look_up(std::span<const Token> lookup, std::string_view map, Workspace& out, ExitStatus& status);
  Workspace spare();
  ExitStatus call_all(Workspace& workspace);
  // False for a name of no ruleset. `name` is cut to what was looked for; null is a set without rules.
  bool find_called(std::string& name, const CompiledRuleset*& ruleset);

  const CompiledRules& rules_;
  const config::Config& config_;
  const maps::MapSet& maps_;
  RewriteContext& context_;
  Trace* rule_trace_ = nullptr;  // the trace, when it wants to hear of single rules
  Arena arena_;
  address::Scan scan_;            // the last text that was split,
  bool scanned_symbols_ = false;  // whether its metasymbols count,
  bool scan_broke_ = false;       // and whether it broke the rule
  Matcher matcher_;
  std::vector<Workspace> spare_;
  size_t steps_ = 0;  // work done: attempts to match, tokens of workspaces, bytes split into tokens
  int depth_ = 0;
  bool report_syntax_ = true;
  std::string syntax_error_;
  std::string map_message_;
};

}  // namespace sm::rules
