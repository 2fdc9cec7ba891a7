// regex: POSIX expressions (-b basic, else extended), compiled by the C library, so that what matches and what a bad
// expression is called are what administrators know.
// Security: the subject comes from the network; it is bounded, the expression is the administrator's.
#include <fmt/format.h>
#include <regex.h>

#include <algorithm>
#include <array>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kMaxSubject = 1023;
constexpr size_t kMaxResult = 255;
constexpr size_t kMaxSubstrings = 31;

struct ExpressionCloser {
  void operator()(regex_t* expression) const {
    ::regfree(expression);
    std::default_delete<regex_t>()(expression);
  }
};
using Expression = std::unique_ptr<regex_t, ExpressionCloser>;

struct RegexFlags {
  bool invert = false;         // -n
  bool basic = false;          // -b
  bool substrings = false;     // -s
  std::vector<size_t> chosen;  // empty: all
  std::string delimiter = std::string(1, address::meta::kElse);  // -d
};

std::vector<size_t> parse_numbers(std::string_view text) {
  std::vector<size_t> numbers;
  for (std::string_view piece : split(text, ',')) {
    if (numbers.size() == kMaxSubstrings) break;
    numbers.push_back(static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(piece))));
  }
  return numbers;
}

// A value that would not survive as an address: unbalanced, or with a blank.
bool is_unusable(std::string_view value) {
  int quotes = 0;
  int angles = 0;
  int comments = 0;
  for (char c : value) {
    if (c == '"') quotes ^= 1;
    if (c == '<') angles++;
    if (c == '>') angles--;
    if (c == '(') comments++;
    if (c == ')') comments--;
    if (ascii::is_space(c) || angles < 0 || comments < 0) return true;
  }
  return quotes != 0 || angles != 0 || comments != 0;
}

std::string out_of_range(size_t number, size_t groups) {
  return fmt::format("field ({}) out of range, only {} substrings in pattern", number, groups + 1);
}

class RegexMap final : public OpenedMap {
 public:
  RegexMap(MapFlags flags, RegexFlags own, Expression expression)
      : OpenedMap(std::move(flags)), own_(std::move(own)), expression_(std::move(expression)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "regex_map_lookup: name={}, key='{}'", title().name, question.key);
    trace_arguments("regex_map_lookup", 20, question, context);
    std::string subject(question.key.substr(0, kMaxSubject));
    std::array<regmatch_t, kMaxSubstrings + 1> matches{};
    bool matched = ::regexec(expression_.get(), subject.c_str(), matches.size(), matches.data(), 0) == 0;
    if (matched == own_.invert) return absent();
    if (own_.invert || !own_.substrings) return found_as_is("", question, flags_);
    std::vector<size_t> chosen = question.arguments.empty() ? own_.chosen : parse_numbers(question.arguments[0]);
    if (chosen.empty()) {
      for (size_t i = 0; i <= expression_->re_nsub && i < matches.size(); i++) chosen.push_back(i);
    }
    for (size_t number : chosen) {
      if (number > expression_->re_nsub) return refuse(number);
    }
    if (flags_.match_only) return found_as_is("", question, flags_);
    std::string value;
    for (size_t i = 0; i < chosen.size(); i++) {
      if (i != 0) value += own_.delimiter;
      if (chosen[i] >= matches.size() || matches[chosen[i]].rm_so < 0) continue;
      auto from = static_cast<size_t>(matches[chosen[i]].rm_so);
      auto to = static_cast<size_t>(matches[chosen[i]].rm_eo);
      value += subject.substr(from, to - from);
    }
    if (value.size() > kMaxResult) value.resize(kMaxResult);
    if (is_unusable(value)) return absent();
    return found_as_is(value, question, flags_);
  }

  bool may_block() const override { return false; }

 private:
  MapAnswer refuse(size_t number) const {
    MapAnswer answer = absent();
    answer.message = out_of_range(number, expression_->re_nsub);
    return answer;
  }

  RegexFlags own_;
  Expression expression_;
};

Expression compile(MapMaker& maker, const std::string& pattern, const RegexFlags& own, bool ignore_case) {
  auto raw = std::make_unique<regex_t>();
  int options = (own.basic ? 0 : REG_EXTENDED) | (ignore_case ? REG_ICASE : 0);
  int code = ::regcomp(raw.get(), pattern.c_str(), options);
  if (code != 0) {
    std::array<char, 256> text{};
    ::regerror(code, raw.get(), text.data(), text.size());
    maker.errors.push_back(fmt::format("pattern-compile-error: {}", text.data()));
    return nullptr;
  }
  Expression expression(raw.release());
  for (size_t number : own.chosen) {
    if (number <= expression->re_nsub) continue;
    maker.errors.push_back(out_of_range(number, expression->re_nsub));
    return nullptr;
  }
  return expression;
}

}  // namespace

std::unique_ptr<OpenedMap> make_regex_map(MapMaker& maker) {
  MapFlags flags;
  RegexFlags own;
  bool ignore_case = true;
  auto take = [&](char letter, std::string_view value) {
    switch (letter) {
      case 'n': own.invert = true; break;
      case 'f': ignore_case = false; break;
      case 'b': own.basic = true; break;
      case 's':
        own.substrings = true;
        if (!value.empty()) own.chosen = parse_numbers(value);
        break;
      case 'd': own.delimiter = value; break;
      case 'a': flags.append = value; break;
      case 'm': flags.match_only = true; break;
      case 'q': flags.keep_quotes = true; break;
      case 'S': flags.blank = value.empty() ? ' ' : value[0]; break;
      case 'D': flags.not_when_deferred = true; break;
      default: break;  // other letters are skipped without a word
    }
    return true;
  };
  std::string pattern(walk_flags(maker.spec.arguments, "", take, [](char) {}));
  Expression expression = compile(maker, pattern, own, ignore_case);
  if (expression == nullptr) return nullptr;
  return std::make_unique<RegexMap>(std::move(flags), std::move(own), std::move(expression));
}

}  // namespace sm::maps
