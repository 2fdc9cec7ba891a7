// See the header. Checks go from left to right; each complaint names the metasymbol as it is typed.
#include "lib/address/rule_text.h"

#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"

namespace sm::address {
namespace {

bool is_wildcard(char c) {
  return c == meta::kAnyZero || c == meta::kAnyOne || c == meta::kExactlyOne || c == meta::kClass ||
         c == meta::kNotClass;
}

bool is_forbidden_on_left(char c) {
  return c == meta::kArgument || c == meta::kUser || c == meta::kCall || c == meta::kIf || c == meta::kFi ||
         c == meta::kHostLookupBegin || c == meta::kHostLookupEnd || c == meta::kMapLookupBegin ||
         c == meta::kMapLookupEnd;
}

std::string operator_name(char c) {
  return c == meta::kArgument ? "$1-$9" : display_encoded(std::string_view(&c, 1));
}

// The number of wildcards, or -1 when there are too many of them.
int check_left(const std::vector<std::string>& tokens, std::vector<std::string>& errors) {
  int wildcards = 0;
  for (const std::string& token : tokens) {
    if (is_forbidden_on_left(token[0]))
      errors.push_back(fmt::format("Inappropriate use of {} on LHS", operator_name(token[0])));
    if (is_wildcard(token[0])) ++wildcards;
  }
  if (wildcards <= kMostWildcards) return wildcards;
  errors.emplace_back("R line: too many wildcards");
  return -1;
}

class RightCheck {
 public:
  RightCheck(int wildcards, std::vector<std::string>& errors) : wildcards_(wildcards), errors_(errors) {}

  void token(const std::string& text) {
    char c = text[0];
    if (is_wildcard(c)) {
      errors_.push_back(fmt::format("Inappropriate use of {} on RHS", operator_name(c)));
    } else if (c == meta::kArgument) {
      int number = text.size() > 1 ? text[1] - '0' : 0;
      if (number < 1 || number > wildcards_)
        errors_.push_back(fmt::format("replacement ${} out of bounds", text.substr(1)));
    } else if (c == meta::kMapLookupBegin || c == meta::kHostLookupBegin) {
      open(c);
    } else if (c == meta::kMapLookupEnd || c == meta::kHostLookupEnd) {
      if (c == closing_) closing_ = '\0';
    } else if (c == meta::kHost && closing_ != '\0' && ++arguments_ > kMostLookupArguments) {
      errors_.emplace_back("too many arguments for map lookup");
    }
  }
  void end() {
    if (closing_ != '\0') errors_.emplace_back("missing map closing token");
  }

 private:
  void open(char c) {
    if (closing_ != '\0') errors_.emplace_back("cannot nest map lookups");
    closing_ = c == meta::kMapLookupBegin ? meta::kMapLookupEnd : meta::kHostLookupEnd;
    arguments_ = 0;
  }

  int wildcards_;
  std::vector<std::string>& errors_;
  char closing_ = '\0';
  int arguments_ = 0;
};

// Tokens of one side. A token that is too long leaves the side empty.
std::vector<std::string> side(std::string_view text, const Tokenizer& tokenizer, std::vector<std::string>& errors) {
  Scan scan;
  // A tab that came out of a macro starts the comment as well.
  tokenizer.scan(text, tokenizer.table_of_rules(), scan, {.delimiter = '\t', .unbalanced = Unbalanced::kept});
  if (!scan.usable()) {
    for (const SyntaxError& error : scan.errors()) errors.push_back(error.text);
    return {};
  }
  return scan.strings();
}

}  // namespace

RuleSides split_rule(std::string_view body) {
  RuleSides out;
  size_t tab = body.find('\t');
  if (tab == std::string_view::npos) return out;
  size_t right = body.find_first_not_of('\t', tab);
  if (right == std::string_view::npos) return out;
  out.found = true;
  out.left = body.substr(0, tab);
  out.right = body.substr(right, body.find('\t', right) - right);
  return out;
}

CheckedRule check_rule(std::string_view left, std::string_view right, const Tokenizer& tokenizer) {
  CheckedRule out;
  out.left = side(left, tokenizer, out.errors);
  if (out.left.empty()) out.errors.emplace_back("R line: null LHS");
  int wildcards = check_left(out.left, out.errors);
  if (wildcards < 0) {
    out.left.clear();
    wildcards = kMostWildcards;
  }
  out.right = side(right, tokenizer, out.errors);
  if (out.right.empty()) out.errors.emplace_back("R line: null RHS");
  RightCheck check(wildcards, out.errors);
  for (const std::string& token : out.right) check.token(token);
  check.end();
  return out;
}

}  // namespace sm::address
