// Alias files and address lists as text.
#include <doctest/doctest.h>

#include "sendmaild/alias/address_list.h"
#include "sendmaild/alias/alias_text.h"
#include "sendmaild/alias/user_list.h"

using namespace sm::alias;

using Words = std::vector<std::string>;

TEST_CASE("alias/address_list: commas separate outside quotes, comments, brackets; groups are none of its business") {
  struct Row {
    std::string_view text;
    Words addresses;
  };
  const Row rows[] = {
      {"", {}},
      {"lee", {"lee"}},
      {"lee, kim@daum.net,,park", {"lee", "kim@daum.net", "park"}},
      {"\"|prog a, b\", /dev/null", {"\"|prog a, b\"", "/dev/null"}},
      {"\"Lee, J\" <lee@a>, (x, y) kim", {"\"Lee, J\" <lee@a>", "(x, y) kim"}},
      {":include:/etc/list, \\lee", {":include:/etc/list", "\\lee"}},
      {"friends: a, b@c;, d", {"friends: a", "b@c;", "d"}},
      {"node::user, x:y@z", {"node::user", "x:y@z"}},
      {"<@a,@b:c@d>, e", {"<@a,@b:c@d>", "e"}},
      {"x@[IPv6:::1], y", {"x@[IPv6:::1]", "y"}},
      {"a\\,b, c", {"a\\,b", "c"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(split_address_list(row.text) == row.addresses);
  }
}

TEST_CASE("alias/address_list: programs, files and lists are told from addresses") {
  CHECK(special_address("\"|/bin/x a\"").kind == SpecialKind::program);
  CHECK(special_address("\"|/bin/x a\"").text == "/bin/x a");
  CHECK(special_address("/var/mail/x").kind == SpecialKind::file);
  CHECK(special_address(":Include: /etc/l").text == "/etc/l");
  CHECK(special_address("lee").kind == SpecialKind::none);
}

TEST_CASE("alias/alias_text: lines are joined, mistakes are told apart") {
  AliasText text(
      " leading\n# c\nroot: lee\nlist: a,\n  b\nx: y, \\\nz\r\nnocolon\n: v\nempty:\nq\"u: v\nun(: x\n\"a:b\" : c\nlast: d");
  struct Row {
    AliasLine::Kind kind;
    int line;
    std::string name, value;
  };
  using K = AliasLine::Kind;
  const Row rows[] = {{K::leading_space, 1, "", ""},     {K::entry, 3, "root", "lee"},  {K::entry, 5, "list", "a,  b"},
                      {K::entry, 7, "x", "y, z"},        {K::missing_colon, 8, "", ""}, {K::empty_name, 9, "", "v"},
                      {K::missing_value, 10, "empty", ""}, {K::unbalanced, 11, "", "\""}, {K::unbalanced, 12, "", "("},
                      {K::entry, 13, "\"a:b\"", "c"},    {K::entry, 14, "last", "d"}};
  for (const Row& row : rows) {
    std::optional<AliasLine> line = text.next();
    REQUIRE(line);
    CAPTURE(line->whole);
    CHECK(line->kind == row.kind);
    CHECK(line->line == row.line);
    CHECK(line->name == row.name);
    CHECK(line->value == row.value);
  }
  CHECK_FALSE(text.next());
}

TEST_CASE("alias/user_list: comments of .forward files") {
  CHECK(list_members("# to kim\n\\lee, kim@a #@# boss\r\nx #@#y\n\n\"|vacation lee\"\n") ==
        Words{"\\lee", "kim@a", "x #@#y", "\"|vacation lee\""});
}
