// See the header.
#include "sendmaild/rules/compile.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/text.h"

namespace sm::rules {
namespace {

namespace meta = address::meta;
using Kind = PatternElement::Kind;

std::string operand(const std::string& token) {
  size_t position = 1;
  return std::string(address::take_encoded_name(token, position));
}

Kind kind_of(char c) {
  switch (c) {
    case meta::kAnyZero:
      return Kind::any_zero;
    case meta::kAnyOne:
      return Kind::any_one;
    case meta::kExactlyOne:
      return Kind::exactly_one;
    case meta::kClass:
      return Kind::in_class;
    case meta::kNotClass:
      return Kind::not_in_class;
    case meta::kHost:
      return Kind::nothing;
    case meta::kDeferredMacro:
      return Kind::deferred_macro;
    default:
      return Kind::literal;
  }
}

// A metasymbol on its own has its byte for a number; words are numbered.
WordId id_of(const std::string& token, Vocabulary& vocabulary) {
  if (token.size() == 1 && meta::is_meta(token[0])) return meta_id(token[0]);
  return vocabulary.add(token);
}

uint64_t pick(uint64_t a, uint64_t b) { return std::popcount(b) < std::popcount(a) ? b : a; }

void summarize(CompiledRule& rule) {
  rule.fixed_length = true;
  for (const PatternElement& element : rule.pattern) {
    switch (element.kind) {
      case Kind::literal:
        rule.required |= word_bit(element.id);
        ++rule.fewest_tokens;
        break;
      case Kind::exactly_one:
      case Kind::not_in_class:
        ++rule.fewest_tokens;
        break;
      case Kind::in_class:
        // The class with the fewest words dismisses the rule most often; one that does not exist always does.
        rule.one_of = pick(rule.one_of, element.index == nullptr ? 0 : element.index->summary());
        [[fallthrough]];
      case Kind::any_one:
        ++rule.fewest_tokens;
        rule.fixed_length = false;
        break;
      case Kind::any_zero:
      case Kind::deferred_macro:
        rule.fixed_length = false;
        break;
      case Kind::nothing:
        break;
    }
  }
}

bool takes_one_token(const PatternElement& element) {
  return element.kind == Kind::literal || element.kind == Kind::exactly_one || element.kind == Kind::not_in_class;
}

void find_fixed_ends(CompiledRule& rule) {
  const std::vector<PatternElement>& pattern = rule.pattern;
  while (rule.fixed_head < pattern.size() && takes_one_token(pattern[rule.fixed_head])) ++rule.fixed_head;
  while (rule.fixed_tail < pattern.size() && takes_one_token(pattern[pattern.size() - 1 - rule.fixed_tail]))
    ++rule.fixed_tail;
}

// Names of rulesets a right side calls; nothing for a name that is only known at run time.
void add_calls(const CompiledRule& rule, std::vector<std::string>& names, bool& unknown) {
  for (size_t i = 0; i < rule.replacements.size(); ++i) {
    if (!rule.replacements[i].literal.is(meta::kCall)) continue;
    if (i + 1 < rule.replacements.size() && rule.replacements[i + 1].kind == Replacement::Kind::literal)
      names.push_back(rule.replacements[i + 1].text);
    else
      unknown = true;
  }
}

bool looks_up_slowly(const CompiledRule& rule, const maps::MapSet& maps) {
  for (size_t i = 0; i < rule.replacements.size(); ++i) {
    if (rule.replacements[i].literal.is(meta::kHostLookupBegin) && maps.may_block("host")) return true;
    if (!rule.replacements[i].literal.is(meta::kMapLookupBegin)) continue;
    if (i + 1 >= rule.replacements.size() || rule.replacements[i + 1].kind != Replacement::Kind::literal) return true;
    if (maps.may_block(rule.replacements[i + 1].text)) return true;
  }
  return false;
}

// The -Sc flag among the flags of a K line, -S alone is a blank; maps that take quotes away call it -s, too. -k and -v may
// have their value in the next word, and so may any flag of an ldap map.
std::optional<char> separator_flag(const config::MapSpec& map) {
  bool takes_quotes = ascii::equal_ignoring_case(map.map_class, "dequote");
  std::vector<std::string_view> flags = words(map.arguments);
  for (size_t i = 0; i + 1 < flags.size() || (i < flags.size() && flags[i].size() > 2); i++) {
    if (flags[i].front() != '-' && map.map_class != "ldap") break;
    bool is_separator = flags[i].starts_with("-S") || (takes_quotes && flags[i].starts_with("-s"));
    if (is_separator) return flags[i].size() > 2 ? flags[i][2] : ' ';
    if (flags[i] == "-k" || flags[i] == "-v") i++;
  }
  return std::nullopt;
}

std::string without_quotes(std::string_view name) {
  std::string out;
  for (char c : name)
    if (c != '"') out += c;
  return out;
}

}  // namespace

bool has_a_chance(const CompiledRule& rule, std::span<const Token> workspace, uint64_t summary) {
  if ((rule.required & ~summary) != 0) return false;
  if (rule.one_of != kAnyWord && (rule.one_of & summary) == 0) return false;
  if (workspace.size() < rule.fewest_tokens) return false;
  if (rule.fixed_length && workspace.size() != rule.fewest_tokens) return false;
  const std::vector<PatternElement>& pattern = rule.pattern;
  for (size_t i = 0; i < rule.fixed_head; ++i)
    if (pattern[i].kind == Kind::literal && pattern[i].id != workspace[i].id) return false;
  for (size_t i = 1; i <= rule.fixed_tail; ++i) {
    const PatternElement& element = pattern[pattern.size() - i];
    if (element.kind == Kind::literal && element.id != workspace[workspace.size() - i].id) return false;
  }
  return true;
}

CompiledRules::CompiledRules(const config::Config& config, const maps::MapSet& maps)
    : config_(config), tokenizer_(config.options.operator_chars, config.version_level == 0 ? 1 : config.version_level) {
  for (const config::RulesetSource& source : config.rulesets) {
    auto ruleset = std::make_unique<CompiledRuleset>();
    ruleset->name = source.name;
    ruleset->number = source.number;
    ruleset->defined = source.defined;
    ruleset->rules.resize(source.rules.size());
    for (size_t i = 0; i < source.rules.size(); ++i) {
      compile_rule(source.rules[i], ruleset->rules[i]);
      ruleset->rules[i].number = static_cast<int>(i) + 1;
    }
    by_name_[ruleset->name] = ruleset.get();
    rulesets_.push_back(std::move(ruleset));
  }
  // A numbered set is found by its number too, unless another one has that name.
  for (const auto& ruleset : rulesets_) by_name_.try_emplace(std::to_string(ruleset->number), ruleset.get());
  for (const auto& [name, number] : config.ruleset_aliases)
    if (const CompiledRuleset* known = find(std::to_string(number))) by_name_.try_emplace(name, known);
  for (const config::MapSpec& map : config.maps)
    if (std::optional<char> separator = separator_flag(map)) map_separators_[map.name] = *separator;
  find_blocking(maps);
  index_names();
}

void CompiledRules::index_names() {
  for (const auto& ruleset : rulesets_) {
    auto found = by_name_.find(ruleset->name);
    WordId id = vocabulary_.find(ruleset->name);
    if (id < kFirstWord || found == by_name_.end() || found->second != ruleset.get()) continue;
    if (id - kFirstWord >= by_word_.size()) by_word_.resize(id - kFirstWord + 1);
    by_word_[id - kFirstWord] = ruleset.get();
  }
}

const CompiledRuleset* CompiledRules::find_word(const Token& name) const {
  if (name.id < kFirstWord || name.id - kFirstWord >= by_word_.size()) return nullptr;
  // Words are one without regard to case, names of rulesets are not.
  const CompiledRuleset* ruleset = by_word_[name.id - kFirstWord];
  return ruleset != nullptr && ruleset->name == name.text ? ruleset : nullptr;
}

char CompiledRules::separator_of_map(std::string_view name) const {
  auto found = map_separators_.find(name);
  return found == map_separators_.end() ? config_.options.blank_sub : found->second;
}

const CompiledRuleset* CompiledRules::find(std::string_view name) const {
  auto found = by_name_.find(name);
  if (found == by_name_.end() && name.find('"') != std::string_view::npos) found = by_name_.find(without_quotes(name));
  if (found == by_name_.end()) {
    // "03" and "3" are one number.
    if (std::optional<int64_t> number = parse_int(name)) found = by_name_.find(std::to_string(*number));
  }
  return found == by_name_.end() ? nullptr : found->second;
}

void CompiledRules::compile_rule(const config::RuleSource& source, CompiledRule& rule) {
  rule.source = &source;
  rule.pattern_texts.resize(source.left.size());
  for (size_t i = 0; i < source.left.size(); ++i)
    rule.pattern.push_back(pattern_element(source.left[i], rule.pattern_texts[i]));
  summarize(rule);
  find_fixed_ends(rule);
  size_t first = 0;
  if (!source.right.empty() && source.right[0].size() == 1) {
    if (source.right[0][0] == meta::kUser) rule.after = CompiledRule::After::next_rule;
    if (source.right[0][0] == meta::kHost) rule.after = CompiledRule::After::leave_ruleset;
    if (rule.after != CompiledRule::After::again) first = 1;
  }
  rule.replacements.reserve(source.right.size());
  for (size_t i = first; i < source.right.size(); ++i) rule.replacements.push_back(replacement(source.right[i]));
  for (Replacement& item : rule.replacements) {
    item.literal.text = item.text;
    item.literal.plain = is_plain(item.text);
  }
}

PatternElement CompiledRules::pattern_element(const std::string& token, PatternText& text) {
  PatternElement out;
  out.kind = kind_of(token[0]);
  out.text = &text;
  text.shown = address::display_encoded(token);
  if (out.kind == Kind::literal) {
    text.name = token;
    out.id = id_of(token, vocabulary_);
  } else if (out.kind == Kind::in_class || out.kind == Kind::not_in_class) {
    text.name = operand(token);
    if (const config::WordClass* words = config_.classes.find(text.name)) out.index = &index_of(*words);
  } else if (out.kind == Kind::deferred_macro) {
    text.name = operand(token);
  }
  return out;
}

Replacement CompiledRules::replacement(const std::string& token) {
  Replacement out;
  if (token[0] == meta::kArgument) {
    out.kind = Replacement::Kind::argument;
    out.argument = token.size() > 1 ? token[1] - '0' : 0;
  } else if (token[0] == meta::kDeferredMacro) {
    out.kind = Replacement::Kind::deferred_macro;
    out.text = operand(token);
  } else {
    out.text = token;
    out.literal.id = id_of(out.text, vocabulary_);
  }
  return out;
}

const ClassIndex& CompiledRules::index_of(const config::WordClass& words) {
  auto known = class_indexes_.find(&words);
  if (known == class_indexes_.end())
    known = class_indexes_.try_emplace(&words, words, tokenizer_, config_.options.blank_sub, vocabulary_).first;
  return known->second;
}

void CompiledRules::find_blocking(const maps::MapSet& maps) {
  for (const auto& ruleset : rulesets_)
    for (const CompiledRule& rule : ruleset->rules)
      if (looks_up_slowly(rule, maps)) ruleset->may_block = true;
  // Callers of a set that may block may block: repeat until nothing changes.
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& ruleset : rulesets_) {
      if (ruleset->may_block) continue;
      std::vector<std::string> names;
      bool blocks = false;
      for (const CompiledRule& rule : ruleset->rules) add_calls(rule, names, blocks);
      for (const std::string& name : names) {
        const CompiledRuleset* called = find(name);
        blocks = blocks || (called != nullptr && called->may_block);
      }
      ruleset->may_block = blocks;
      changed = changed || blocks;
    }
  }
}

}  // namespace sm::rules
