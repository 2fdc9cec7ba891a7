// Rules in the form in which they are matched: literals are numbers, classes are pointers, and each rule knows what a
// workspace must contain to stand a chance, so that most rules are dismissed without an attempt.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/address/tokenize.h"
#include "sendmaild/config/config.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/rules/class_index.h"
#include "sendmaild/rules/token.h"

namespace sm::rules {

// What of a pattern's element is needed rarely.
struct PatternText {
  std::string name;   // of the class or macro; text of a literal
  std::string shown;  // as typed, for traces
};

struct PatternElement {
  enum class Kind : uint8_t { literal, any_zero, any_one, exactly_one, in_class, not_in_class, nothing, deferred_macro };
  Kind kind = Kind::literal;
  WordId id = kUnknownWord;           // literal
  const ClassIndex* index = nullptr;  // in_class, not_in_class; null: the class does not exist
  const PatternText* text = nullptr;  // belongs to the rule
};

struct Replacement {
  enum class Kind : uint8_t { literal, argument, deferred_macro };
  Kind kind = Kind::literal;
  int argument = 0;   // 1…9
  Token literal;      // its text is `text`
  std::string text;   // literal, or the name of the macro
};

inline constexpr uint64_t kAnyWord = ~uint64_t{0};

struct CompiledRule {
  enum class After : uint8_t { again, next_rule, leave_ruleset };  // nothing, `$:`, `$@`
  std::vector<PatternElement> pattern;
  std::vector<PatternText> pattern_texts;
  std::vector<Replacement> replacements;
  After after = After::again;
  uint64_t required = 0;        // a bit for each literal's number
  uint64_t one_of = kAnyWord;   // … and for the words of which a class needs one
  size_t fewest_tokens = 0;     // of a workspace that can match
  bool fixed_length = false;    // … and exactly as many
  size_t fixed_head = 0;        // elements at the start of the pattern that take one token each
  size_t fixed_tail = 0;        // the same at its end
  const config::RuleSource* source = nullptr;
  int number = 0;               // within the ruleset, from 1
};

struct CompiledRuleset {
  std::string name;
  int number = 0;
  bool defined = false;
  std::vector<CompiledRule> rules;
  bool may_block = false;
};

// False when the rule cannot match this workspace, found out without an attempt: `summary` has the bits of its words.
bool has_a_chance(const CompiledRule& rule, std::span<const Token> workspace, uint64_t summary);

class CompiledRules {
 public:
  CompiledRules(const config::Config& config, const maps::MapSet& maps);

  // By name (quotes ignored) or decimal number; null when there is none.
  const CompiledRuleset* find(std::string_view name) const;
  // The set of which this word of a workspace is the name, found without its text; null where that takes find().
  const CompiledRuleset* find_word(const Token& name) const;
  const std::vector<std::unique_ptr<CompiledRuleset>>& all() const { return rulesets_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const address::Tokenizer& tokenizer() const { return tokenizer_; }
  // What joins the words of a key of this map: its -S character, else BlankSub.
  char separator_of_map(std::string_view name) const;

 private:
  void compile_rule(const config::RuleSource& source, CompiledRule& rule);
  PatternElement pattern_element(const std::string& token, PatternText& text);
  Replacement replacement(const std::string& token);
  const ClassIndex& index_of(const config::WordClass& words);
  void find_blocking(const maps::MapSet& maps);
  void index_names();

  const config::Config& config_;
  address::Tokenizer tokenizer_;
  Vocabulary vocabulary_;
  std::vector<std::unique_ptr<CompiledRuleset>> rulesets_;
  std::unordered_map<std::string, const CompiledRuleset*, macros::NameHash, std::equal_to<>> by_name_;
  std::vector<const CompiledRuleset*> by_word_;  // sets whose name is this word of the vocabulary
  std::unordered_map<const config::WordClass*, ClassIndex> class_indexes_;
  std::unordered_map<std::string, char, ascii::HashIgnoringCase, ascii::EqualIgnoringCase> map_separators_;
};

}  // namespace sm::rules
