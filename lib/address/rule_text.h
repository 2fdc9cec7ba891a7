// R lines: finding the two sides, and checking their tokens (Operations Guide 5.1). Pure text: what a ruleset is and
// which macros exist is the caller's business, so the caller expands both sides in between.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/address/tokenize.h"

namespace sm::address {

inline constexpr int kMostWildcards = 9;
inline constexpr int kMostLookupArguments = 9;

// The sides of an R line as they stand in the file, still unexpanded. `found` is false without a tab between them.
struct RuleSides {
  bool found = false;
  std::string_view left;
  std::string_view right;
};
// `body` is the dollar-encoded line without its R.
RuleSides split_rule(std::string_view body);

// A rule's token lists, and complaints about them in sendmail's words. A rule with complaints still exists: it is
// listed by -bt, and a left side that cannot be used is empty.
struct CheckedRule {
  std::vector<std::string> left;
  std::vector<std::string> right;
  std::vector<std::string> errors;
};
// `left` and `right` are encoded and expanded (macros::expand_encoded).
CheckedRule check_rule(std::string_view left, std::string_view right, const Tokenizer& tokenizer);

}  // namespace sm::address
