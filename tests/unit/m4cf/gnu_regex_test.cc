// GNU regular expressions through PCRE2: syntax, leftmost longest matches, and the texts of refusals.
#include "m4cf/gnu_regex.h"

#include <doctest/doctest.h>

#include "m4cf/limits.h"

using namespace sm::m4cf;

namespace {

// "start-end" of the first match, or the outcome.
std::string first_match(const char* pattern, const char* subject, bool utf8 = false) {
  auto regex = Regex::compile(pattern, utf8, kRegexSteps);
  if (!regex) return regex.error().text;
  RegexMatch match;
  (*regex)->set_subject(subject);
  switch ((*regex)->search(0, match)) {
    case RegexOutcome::found: return std::to_string(match.start()) + "-" + std::to_string(match.end());
    case RegexOutcome::absent: return "absent";
    case RegexOutcome::gave_up: return "gave up";
  }
  return "";
}

}  // namespace

TEST_CASE("gnu_regex: matches") {
  struct Row {
    const char* what;
    const char* pattern;
    const char* subject;
    const char* match;
  };
  const Row rows[] = {
      {"a dot is any character", "b.", "a b.", "2-4"},
      {"a text without operators", "bc", "abcd", "1-3"},
      {"the longest alternative wins", "ab\\|abcd", "abcd", "0-4"},
      {"an optional group is taken where that is longer", "a?\\(ab\\)?", "ab", "0-2"},
      {"a star at the start is a star", "*a", "*a", "0-2"},
      {"braces are characters", "a\\{2\\}", "a{2}", "0-4"},
      {"nothing repeats a place", "a\\>*b", "a*b", "0-3"},
      {"a reference knows the groups of its branch", "\\(a\\)\\|\\1", "", "Invalid back reference"},
      {"there are no named classes", "[[:digit:]]", "1", "absent"},
      {"a dot is no newline", "a.b", "a\nb", "absent"},
      {"a negated set takes a newline", "a[^x]b", "a\nb", "0-3"},
      {"a caret matches behind a newline", "^b", "a\nb", "2-3"},
      {"a dollar matches before a newline", "a$", "a\nb", "0-1"},
      {"a caret inside is a caret", "a^b", "a^b", "0-3"},
      {"back references", "\\(ab\\)\\1", "xabab", "1-5"},
      {"word edges", "\\<c\\w*\\>", "ab cd", "3-5"},
      {"a backslash in a set is itself", "[\\]", "a\\", "1-2"},
      {"an empty range matches nothing", "[z-a]", "z", "absent"},
      {"repeated repetition", "a**", "aaa", "0-3"},
      {"repetitions of several kinds", "ba+?c", "bc", "0-2"},
      {"a byte of a character is repeated alone in the C locale", "\xC3\xA9**[^x]", "y", "absent"},
      {"unclosed group", "\\(a", "", "Unmatched ( or \\("},
      {"unopened group", "a\\)", "", "Unmatched ) or \\)"},
      {"unclosed set", "[a", "", "Unmatched [, [^, [:, [., or [="},
      {"reference to nothing", "\\1", "", "Invalid back reference"},
      {"backslash at the end", "a\\", "", "Trailing backslash"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(first_match(row.pattern, row.subject) == row.match);
  }
  CHECK(first_match("b.", "a\xC3\xA9 b\xC3\xA9", true) == "4-7");
  CHECK(first_match("b.", "\xFF b\xC3", true) == "2-4");
}

TEST_CASE("gnu_regex: letters beyond ASCII belong to words where the locale is UTF-8") {
  CHECK(first_match("x\\w", "x\xC3\xA9", true) == "0-3");
  CHECK(first_match("\\W", "\xEA\xB0\x80 b", true) == "3-4");
  CHECK(first_match("\\<", "-\xC3\xA9-", true) == "1-1");
  CHECK(first_match("x\\w", "x\xC3\xA9", false) == "absent");
  CHECK(first_match("\xC3\xA9*b", "b", true) == "0-1");
}

TEST_CASE("gnu_regex: a pattern that explodes gives up instead of running for hours") {
  std::string subject(64, 'a');
  auto regex = Regex::compile("\\(a*\\)*\\(a*\\)*\\(a*\\)*\\1\\2\\3b", false, kRegexSteps);
  REQUIRE(regex);
  RegexMatch match;
  (*regex)->set_subject(subject);
  CHECK((*regex)->search(0, match) != RegexOutcome::found);
}
