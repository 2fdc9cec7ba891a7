// What a running ruleset tells about itself: the address test mode prints it, `explain` makes a tree of it. Every
// method does nothing by default. Spans are valid during the call only.
#pragma once

#include <span>
#include <string_view>

#include "sendmaild/maps/map_trace.h"
#include "sendmaild/rules/token.h"

namespace sm::rules {

struct CompiledRule;
struct CompiledRuleset;

// One lookup in a map, as it was answered.
struct LookupNote {
  std::string_view map;
  std::string_view key;
  std::span<const std::string> arguments;
  bool found = false;
  std::string_view value;
  int status = 0;  // sysexits value
};

class Trace : public maps::MapTrace {
 public:
  // Which of the finer events below are wanted; the engine asks once for each ruleset.
  virtual bool wants_rules() const { return false; }    // trying, failed, matched, rewritten
  virtual bool wants_steps() const { return false; }    // advance, backup, extend

  virtual void enter(const CompiledRuleset&, std::span<const Token>) {}
  virtual void leave(const CompiledRuleset&, std::span<const Token>) {}
  virtual void trying(const CompiledRule&) {}
  virtual void failed(const CompiledRule&) {}
  virtual void matched(const CompiledRule&) {}
  // `$n` of a right side is replaced by these tokens.
  virtual void argument(int, std::span<const Token>) {}
  virtual void deferred_macro(std::string_view /*side: LHS or RHS*/, std::string_view /*name*/, std::string_view /*value*/) {}
  virtual void rewritten(std::span<const Token>) {}
  // Macros, for those who want to hear of them (-d35): a name is looked up (`text` starts with it, as it is typed), gets a
  // value (`again`: in place of another one), stands for a value for a moment, is expanded. Null: no value.
  virtual bool wants_macros() const { return false; }
  virtual void macro_named(std::string_view /*text*/) {}
  virtual void macro_defined(std::string_view /*name*/, const std::string* /*value*/, bool /*again*/) {}
  virtual void macro_borrowed(std::string_view /*name*/, const std::string* /*value*/) {}
  virtual void expanded(std::string_view /*text*/, std::string_view /*result*/) {}
  enum class Step { advance, backup, extend, class_match };
  // `op` is the pattern's element as it is typed, empty at its end; `token` is null at the end of the workspace.
  virtual void step(Step, std::string_view /*op*/, const Token* /*token*/) {}
  virtual void lookup(const LookupNote&) {}
  // message(): syntax errors, unknown rulesets, endless loops. note(): decisions outside of rulesets too, -d20 and -d24.
  // A text is about to be split into tokens, and was (-d22). Steps in between are for those who want them.
  virtual void scanning(std::string_view) {}
  virtual bool wants_scan_steps() const { return false; }
  virtual void scan_character(char /*c*/, int /*state*/) {}
  virtual void scan_state(int /*state*/) {}
  virtual void scan_token(std::string_view) {}
  virtual void scanned(std::span<const Token>) {}
};

// Encoded text as it is printed: metasymbols as they are typed, 8-bit characters as M-x, tabs and line ends escaped,
// other control characters left out.
std::string display(std::string_view text);
void append_display(std::string& out, std::string_view text);
// A token as it is printed: metasymbols with their dollar sign, 8-bit characters as M-x, control characters left out.
std::string display(const Token& token);

}  // namespace sm::rules
