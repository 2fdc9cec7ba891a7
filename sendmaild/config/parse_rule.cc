// S and R lines: rulesets, their numbers, and rules in the order of the file.
#include <fmt/format.h>

#include <optional>

#include "lib/address/rule_text.h"
#include "lib/address/tokenize.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

// Numbers 0-99 can be written; named rulesets get 199, 198 … downwards.
constexpr int kMostNumbered = 100;
constexpr int kMostNamed = 100;
constexpr size_t kLongestRule = 2047;

bool name_character(char c) { return ascii::is_alnum(c) || c == '_'; }

// The number that a name has.
std::optional<int> number_of(const Reading& reading, std::string_view name) {
  for (const RulesetSource& ruleset : reading.config.rulesets)
    if (ruleset.name == name && !ascii::is_digit(ruleset.name[0])) return ruleset.number;
  for (const auto& [alias, number] : reading.config.ruleset_aliases)
    if (alias == name) return number;
  return std::nullopt;
}

int bind_number(Reading& reading, const std::string& name, std::string_view whole, std::string_view value) {
  if (value.empty() || !ascii::is_digit(value[0])) {
    reading.error(fmt::format("bad ruleset definition \"{}\" (number required after `=')", whole));
    reading.unnumbered_rulesets.push_back(name);
    return -1;
  }
  int wanted = number(value);
  if (wanted >= kMostNumbered) {
    reading.error(fmt::format("bad ruleset number {} in \"{}\" ({} max)", wanted, whole, kMostNumbered));
    reading.unnumbered_rulesets.push_back(name);
    return -1;
  }
  std::optional<int> known = number_of(reading, name);
  if (known && *known != wanted) {
    reading.error(fmt::format("{}: ruleset changed value (old {}, new {})", whole, *known, wanted));
    return *known;
  }
  if (!known) {
    RulesetSource& ruleset = ruleset_of_number(reading, wanted);
    // A set shows by the last of its names.
    if (!ascii::is_digit(ruleset.name[0])) reading.config.ruleset_aliases.emplace_back(ruleset.name, wanted);
    ruleset.name = name;
  }
  return wanted;
}

}  // namespace

RulesetSource& ruleset_of_number(Reading& reading, int number) {
  for (RulesetSource& ruleset : reading.config.rulesets)
    if (ruleset.number == number) return ruleset;
  RulesetSource& made = reading.config.rulesets.emplace_back();
  made.number = number;
  made.name = std::to_string(number);
  return made;
}

int ruleset_number(Reading& reading, std::string_view text) {
  std::string whole(trim(text));
  if (!whole.empty() && ascii::is_digit(whole[0])) {
    int wanted = number(whole);
    if (wanted < kMostNumbered) {
      ruleset_of_number(reading, wanted);
      return wanted;
    }
    reading.error(fmt::format("bad ruleset {} ({} max)", wanted, kMostNumbered));
    return -1;
  }
  size_t end = 0;
  while (end < whole.size() && name_character(whole[end])) ++end;
  std::string name = whole.substr(0, end);
  if (name.empty() || !ascii::is_alpha(name[0])) {
    reading.error(fmt::format("invalid ruleset name: \"{}\"", whole));
    return -1;
  }
  std::string_view rest = trim_left(std::string_view(whole).substr(end));
  if (!rest.empty() && rest[0] == '=') return bind_number(reading, name, whole, trim_left(rest.substr(1)));
  if (std::optional<int> known = number_of(reading, name)) return *known;
  if (reading.named_rulesets >= kMostNamed) {
    reading.error(fmt::format("{}: too many named rulesets ({} max)", whole, kMostNamed));
    return -1;
  }
  int number = kMostNumbered + kMostNamed - ++reading.named_rulesets;
  ruleset_of_number(reading, number).name = name;
  return number;
}

void number_rulesets(Reading& reading) {
  for (const std::string& name : reading.unnumbered_rulesets) {
    if (number_of(reading, name) || reading.named_rulesets >= kMostNamed) continue;
    int number = kMostNumbered + kMostNamed - ++reading.named_rulesets;
    ruleset_of_number(reading, number);
    reading.config.ruleset_aliases.emplace_back(name, number);
  }
}

void parse_ruleset(Reading& reading, std::string_view body) {
  std::string text = reading.expand(body);
  reading.current_ruleset = -1;
  int number = ruleset_number(reading, text);
  if (number < 0) return;
  RulesetSource& ruleset = ruleset_of_number(reading, number);
  if (!ruleset.rules.empty() && reading.command_line.test_mode)
    reading.notice(fmt::format("WARNING: Ruleset {} has multiple definitions", trim(text)));
  ruleset.defined = true;
  reading.current_ruleset = static_cast<int>(&ruleset - reading.config.rulesets.data());
}

void parse_rule(Reading& reading, std::string_view whole) {
  if (reading.current_ruleset < 0)
    return reading.error(fmt::format("missing valid ruleset for \"{}\"", quoted_line(whole)));
  address::RuleSides sides = address::split_rule(whole.substr(1));
  if (!sides.found)
    return reading.error(fmt::format("invalid rewrite line \"{}\" (tab expected)", quoted_line(whole)),
                         "the two sides of a rule are separated by tabs, not by blanks");
  std::string left = reading.expand_encoded(sides.left);
  std::string right = reading.expand_encoded(sides.right);
  if (left.size() > kLongestRule) left.resize(kLongestRule);
  if (right.size() > kLongestRule) right.resize(kLongestRule);
  address::Tokenizer tokenizer(reading.config.options.operator_chars, reading.config.version_level);
  address::CheckedRule checked = address::check_rule(left, right, tokenizer);
  for (const std::string& error : checked.errors) reading.error(error);
  RulesetSource& ruleset = reading.config.rulesets[static_cast<size_t>(reading.current_ruleset)];
  ruleset.rules.push_back({std::move(checked.left), std::move(checked.right), reading.config.file, reading.line});
}

}  // namespace sm::config
