// What address test mode prints while rulesets run: their input and result always, the rest as -d21 and its like ask.
#pragma once

#include <string>
#include <vector>

#include "lib/base/debug_flags.h"
#include "sendmaild/cli/macro_numbers.h"
#include "sendmaild/rules/trace.h"

namespace sm::cli {

class AddressTestTrace final : public rules::Trace {
 public:
  // Appends what is always printed to `out`, what -d asks for to `traces`: two strings or the same one. All outlive the trace.
  // `long_names`: those of the configuration, in its order.
  AddressTestTrace(const DebugFlags& debug, std::string& out, std::string& traces, const std::vector<std::string>& long_names)
      : debug_(debug), out_(out), traces_(traces), numbers_(long_names) {}

  bool wants_rules() const override { return debug_.at(21, 4); }
  bool wants_note(int category, int level) const override { return debug_.at(category, level); }
  bool wants_steps() const override { return debug_.at(21, 35); }
  void enter(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void leave(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void trying(const rules::CompiledRule& rule) override;
  void failed(const rules::CompiledRule& rule) override;
  void matched(const rules::CompiledRule& rule) override;
  void argument(int number, std::span<const rules::Token> tokens) override;
  void deferred_macro(std::string_view side, std::string_view name, std::string_view value) override;
  void rewritten(std::span<const rules::Token> workspace) override;
  bool wants_macros() const override { return debug_.at(35, 9); }
  void macro_named(std::string_view text) override;
  void macro_defined(std::string_view name, const std::string* value, bool again) override;
  void macro_borrowed(std::string_view name, const std::string* value) override;
  void expanded(std::string_view text, std::string_view result) override;
  void step(Step step, std::string_view op, const rules::Token* token) override;
  void lookup(const rules::LookupNote& note) override;
  void message(std::string_view text) override;
  void note(int category, int level, std::string_view text) override;
  void scanning(std::string_view text) override;
  bool wants_scan_steps() const override { return debug_.at(22, 36); }
  void scan_character(char c, int state) override;
  void scan_state(int state) override;
  void scan_token(std::string_view token) override;
  void scanned(std::span<const rules::Token> tokens) override;

 private:
  void line(std::string_view text);
  static void tokens(std::span<const rules::Token> workspace, std::string& out);

  const DebugFlags& debug_;
  std::string& out_;
  std::string& traces_;
  MacroNumbers numbers_;
};

}  // namespace sm::cli
