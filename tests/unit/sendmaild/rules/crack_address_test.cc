// What a person wrote around an address, recorded with `/parse` of sendmail 8.17.
#include "sendmaild/rules/crack_address.h"

#include <doctest/doctest.h>

#include "lib/address/dollar_encoding.h"

namespace {

std::string shown(std::string_view address, sm::rules::Colon colon) {
  return sm::address::display_encoded(sm::rules::crack_address(address, "@,;:\\()[].'", colon));
}

}  // namespace

TEST_CASE("rules/crack_address: the address becomes $g, everything else stays") {
  struct Row {
    const char* address;
    const char* cracked;
  };
  const Row rows[] = {
      {"joe@example.org", "$g"},
      {"Joe User <joe@example.org>", "Joe User <$g>"},
      {"joe@example.org (Joe)", "$g (Joe)"},
      {"(comment) joe@example.org", "(comment) $g"},
      {"joe (a) (b) @ (c) example.org (d)", "$g (a) (b) (c) (d)"},
      {"Joe (the) User <joe @ example . org>", "Joe (the) User <$g>"},
      {"Joe.User <joe@example.org>", "\"Joe.User\" <$g>"},
      {"\"Joe, User\" <joe@example.org>", "\"Joe, User\" <$g>"},
      {"<>", "<>"},
      {"<user> <user2@example.org>", "\"<user>\" <$g>"},
      {"a<b>c<d>e", "\"a<b>c\"<$g>e"},
      {"Group: a@example.org, b@example.net;", "Group: $g;"},
      {"Undisclosed recipients:;", "Undisclosed recipients:;$g"},
      {"a;b;c", "$g;;"},
      {"@a,@b:c@d", "\"@a,@b\":$g"},
      {"<@a,@b:c@d>", "<$g>"},
      {"user@[IPv6:2001:db8::1]", "$g"},
      {"(only comment)", "(only comment)"},
      {"((a)", "((a))"},
      {"\"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(shown(row.address, sm::rules::Colon::ends_group_name) == row.cracked);
  }
}

TEST_CASE("rules/crack_address: with ColonOkInAddr there are no groups") {
  struct Row {
    const char* address;
    const char* cracked;
  };
  const Row rows[] = {
      {"foo:bar@remote.test", "$g"},
      {"friends: a@remote.test, b@remote.test;", "$g"},
      {"foo:bar (c)", "$g (c)"},
      {"foo:bar <baz@remote.test>", "\"foo:bar\" <$g>"},
      {"Foo: \"x\" <a@b>", "\"Foo: \\\"x\\\"\" <$g>"},
      {"a<b:c>d:e", "a<$g>d:e"},
      {"<a@b> c:d", "<$g> c:d"},
      {"list:;", "$g"},
      {"a;b;c", "$g"},
      {"a::b", "$g"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(shown(row.address, sm::rules::Colon::is_text) == row.cracked);
  }
}
