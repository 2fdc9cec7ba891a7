// What explanations are made of: comments of a .cf, and texts from anywhere made readable.
#include <doctest/doctest.h>

#include "sendmaild/cli/explain_remarks.h"
#include "sendmaild/cli/explain_tree.h"

using namespace sm::cli;

TEST_CASE("cli/explain: a rule has the words above it and the statement that brought it in") {
  const CfRemarks remarks(
      "# words above a group\n"          // 1
      "Rfirst\n"                         // 2
      "#@ FEATURE(a), site.mc:3\n"       // 3
      "\n"                               // 4
      "# of the feature\n"               // 5
      "# in two lines\n"                 // 6
      "Rsecond\n"                        // 7
      "#@ FEATURE(b) of DOMAIN(c, d), site.mc:4\n"  // 8
      "Rthird\n"                         // 9
      "#@ end\n"                         // 10
      "Rfourth\n"                        // 11
      "#@ end\n"                         // 12
      "Rfifth\n"                         // 13
      "#@ define(SMART_HOST)\n"          // 14
      "Rsixth\n"                         // 15
      "#@ end\n"                         // 16
      "#@ end\n"                         // 17: one too many
      "Snext\n"                          // 18
      "Rseventh");                       // 19
  struct Row {
    const char* what;
    int line;
    const char* words;
    Origin origin;
  };
  const Row rows[] = {
      {"before any mark", 2, "words above a group", {}},
      {"in a group", 7, "of the feature in two lines", {"FEATURE(a)", "site.mc:3"}},
      {"in a group in a group", 9, "of the feature in two lines", {"FEATURE(b) of DOMAIN(c, d)", "site.mc:4"}},
      {"behind the inner group", 11, "of the feature in two lines", {"FEATURE(a)", "site.mc:3"}},
      {"behind all groups the words of before hold", 13, "words above a group", {}},
      {"a statement without a place", 15, "words above a group", {"define(SMART_HOST)", ""}},
      {"a new ruleset has no words yet", 19, "", {}},
      {"no such line", 99, "", {}},
      {"built in", 0, "", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(remarks.above(row.line) == row.words);
    CHECK(remarks.origin(row.line).statement == row.origin.statement);
    CHECK(remarks.origin(row.line).place == row.origin.place);
  }
}

TEST_CASE("cli/explain: readable text is UTF-8 without control characters") {
  struct Row {
    const char* what;
    std::string_view text;
    std::string_view readable;
  };
  const Row rows[] = {
      {"plain", "joe@example.com", "joe@example.com"},
      {"two, three and four bytes", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xac", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xac"},
      {"escape and line end", "\x1b[1m\n", "\\x1b[1m\\x0a"},
      {"delete", "\x7f", "\\x7f"},
      {"a control of the second kind", "\xc2\x9b", "\\xc2\\x9b"},
      {"a byte that begins nothing", "a\xff", "a\\xff"},
      {"a character that is cut off", "\xe2\x82", "\\xe2\\x82"},
      {"a longer form than needed", "\xc0\xaf\xe0\x80\xaf", "\\xc0\\xaf\\xe0\\x80\\xaf"},
      {"a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"behind the last character", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
      {"nothing", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(readable(row.text) == row.readable);
  }
}
