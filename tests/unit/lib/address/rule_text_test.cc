// Complaints about R lines, in the words of sendmail 8.17.
#include "lib/address/rule_text.h"

#include <doctest/doctest.h>

#include "lib/address/dollar_encoding.h"

using namespace sm::address;

TEST_CASE("address/rule_text: sides end at tabs") {
  RuleSides sides = split_rule("a b\t\tc d\tcomment");
  CHECK(sides.found);
  CHECK(sides.left == "a b");
  CHECK(sides.right == "c d");
  CHECK_FALSE(split_rule("no tab").found);
  CHECK_FALSE(split_rule("abc\t\t").found);
}

TEST_CASE("address/rule_text: what a side may not have") {
  struct Row {
    const char* left;
    const char* right;
    std::vector<std::string> errors;
  };
  const Row rows[] = {
      {"$* @ $=w", "$1 $2", {}},
      {"$1", "x", {"Inappropriate use of $1-$9 on LHS"}},
      {"$> $: $[ $(", "x",
       {"Inappropriate use of $> on LHS", "Inappropriate use of $: on LHS", "Inappropriate use of $[ on LHS",
        "Inappropriate use of $( on LHS"}},
      {"$*", "$2", {"replacement $2 out of bounds"}},
      {"$*", "$* $=w", {"Inappropriate use of $* on RHS", "Inappropriate use of $= on RHS"}},
      {"$*", "$( a $[ b $] $)", {"cannot nest map lookups"}},
      {"$*", "$( a", {"missing map closing token"}},
      {"$*", "", {"R line: null RHS"}},
      {"", "x", {"R line: null LHS"}},
      {"$* $* $* $* $* $* $* $* $* $*", "$9", {"R line: too many wildcards"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.left);
    CAPTURE(row.right);
    CheckedRule rule = check_rule(encode_dollars(row.left).text, encode_dollars(row.right).text, Tokenizer(".@"));
    CHECK(rule.errors == row.errors);
  }
}
