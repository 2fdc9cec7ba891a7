// The tokens here are what rulesets match against, so each row is a promise to every .cf file. Recorded with
// sendmail 8.17 in address test mode.
#include "lib/address/tokenize.h"

#include <doctest/doctest.h>

#include "lib/address/untokenize.h"

using namespace sm::address;

namespace {

using Strings = std::vector<std::string>;
const Tokenizer kTokenizer(".:%@!^/[]+");

Strings error_texts(const Scan& scan) {
  Strings out;
  for (const SyntaxError& error : scan.errors()) out.push_back(error.text);
  return out;
}

struct Row {
  const char* what;
  std::string_view input;
  Strings tokens;
  Strings errors;
};

void check(const std::vector<Row>& rows, TokenTable table) {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Scan scan;
    kTokenizer.scan(row.input, table, scan);
    CHECK(error_texts(scan) == row.errors);
    if (scan.usable()) CHECK(scan.strings() == row.tokens);
  }
}

}  // namespace

TEST_CASE("address/tokenize: addresses split at operators, quotes hold, comments vanish") {
  check({{"nothing", "", {}, {}},
         {"domain address", "eric@a.org", {"eric", "@", "a", ".", "org"}, {}},
         {"bang path", "a!b!c", {"a", "!", "b", "!", "c"}, {}},
         {"source route", "<@a,@b:c@d>", {"<", "@", "a", ",", "@", "b", ":", "c", "@", "d", ">"}, {}},
         {"quotes keep blanks", "\"a b\"@c", {"\"a b\"", "@", "c"}, {}},
         {"quoted piece beside a word", "a\"b\"c", {"a", "\"b\"", "c"}, {}},
         {"escaped quote", "\"a\\\"b\"@c", {"\"a\\\"b\"", "@", "c"}, {}},
         {"backslash joins", "a\\ b", {"a\\ b"}, {}},
         {"backslash before a bang goes", "a\\!b", {"a", "!", "b"}, {}},
         {"trailing backslash goes", "user\\", {"user"}, {}},
         {"comment is dropped", "joe(the author)@a", {"joe", "@", "a"}, {}},
         {"nested comment", "((nested) comment) joe", {"joe"}, {}},
         {"escape inside a comment", "(\\))x", {"x"}, {}},
         {"blank separates", "at home", {"at", "home"}, {}},
         {"address literal", "u@[1.2]", {"u", "@", "[", "1", ".", "2", "]"}, {}},
         {"open quote", "\"a@b", {"\"a@b\""}, {"Unbalanced '\"'"}},
         {"open quote, backslash at the end", "\"a\\", {"\"a\\\"\""}, {"Unbalanced '\"'", "Unbalanced '\"'"}},
         {"open angle", "<<a>", {"<", "<", "a", ">", ">"}, {"Unbalanced '<'"}},
         {"closing angle alone", "a>b", {"ab"}, {"Unbalanced '>'"}},
         {"closing parenthesis alone", "a) b", {"a", "b"}, {"Unbalanced ')'"}},
         {"bracket closed too early", "<@a<b>,c>", {"<", "@", "a", "<", "b", ">", ",", "c", ">"}, {}},
         {"open angle, backslash at the end", "<a\\", {"<", "a\\>", ">"}, {"Unbalanced '<'", "Unbalanced '<'"}},
         {"open comment", "x (a", {"x"}, {"Unbalanced '('"}},
         {"two open comments", "((a", {}, {"Unbalanced '('", "Unbalanced '('"}}},
        TokenTable::external);
}

TEST_CASE("address/tokenize: parentheses are operators in the rule table") {
  check({{"comment", "joe (a)", {"joe", "(", "a", ")"}, {}}, {"unbalanced", ")x(", {")", "x", "("}, {}}},
        TokenTable::rule);
}

TEST_CASE("address/tokenize: bytes of metasymbols are letters outside of encoded text, and quoted inside it") {
  check({{"metasymbols", "\x81\x90@a", {"\x81\x90", "@", "a"}, {}},
         {"UTF-8", "\xc3\xbc@a", {"\xc3\xbc", "@", "a"}, {}},
         {"0xff", "a\xff@b", {"a\x7f", "@", "b"}, {}}},
        TokenTable::external);
  check({{"metasymbol", "a\x96" "b", {"a", "\x96", "b"}, {}}, {"quoted", "a\xff\x96" "b", {"a", "\x7f\x96", "b"}, {}}},
        TokenTable::rule);
}

TEST_CASE("address/tokenize: what has no partner stays in rules") {
  Scan scan;
  for (std::string_view text : {"a < b", "a > b", "a \"b c"}) {
    CAPTURE(text);
    kTokenizer.scan(text, TokenTable::rule, scan, {.unbalanced = Unbalanced::kept});
    CHECK(scan.errors().empty());
    CHECK(join(kTokenizer, scan.strings(), '\0').size() == (text[2] == '"' ? 5 : 3));
  }
}

TEST_CASE("address/tokenize: too much text gives up") {
  Scan scan;
  kTokenizer.scan(std::string(257, 'a'), TokenTable::external, scan);
  CHECK(error_texts(scan) == Strings{"prescan: token too long"});
  std::string many;
  for (int i = 0; i < 500; ++i) many += "ab.";
  kTokenizer.scan(many, TokenTable::external, scan);
  CHECK_FALSE(scan.usable());
  CHECK(error_texts(scan) == Strings{"Address too long"});
}

TEST_CASE("address/tokenize: a delimiter ends the address unless it is protected") {
  Scan scan;
  kTokenizer.scan("a@b, c", TokenTable::external, scan, {.delimiter = ','});
  CHECK(scan.strings() == Strings{"a", "@", "b"});
  CHECK(scan.stopped_at() == 3);
  kTokenizer.scan("\"x, y\" <@a,@b:c>", TokenTable::external, scan, {.delimiter = ','});
  CHECK(scan.stopped_at() == 16);
}

TEST_CASE("address/untokenize: the separator goes between two words only") {
  CHECK(join(kTokenizer, Strings{"a", "b", "@", "c", ".", "d"}, '.') == "a.b@c.d");
  CHECK(join(kTokenizer, Strings{"a", "\"b c\"", "d"}, '.') == "a\"b c\"d");
  CHECK(join(kTokenizer, Strings{"a", "b"}, '\0') == "ab");
}
