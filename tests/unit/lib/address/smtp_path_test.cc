// Paths of MAIL and RCPT, and pieces of domain names.
#include "lib/address/smtp_path.h"

#include <doctest/doctest.h>

#include "lib/address/domain_name.h"

using namespace sm::address;

TEST_CASE("address/smtp_path: the path ends at its bracket, parameters follow") {
  struct Row {
    const char* argument;
    const char* text;
    const char* rest;
  };
  const Row rows[] = {
      {"<a@b> SIZE=10", "a@b", "SIZE=10"}, {"<>", "", ""},           {"<\"x> y\"@b>BODY=7BIT", "\"x> y\"@b", "BODY=7BIT"},
      {" a@b SIZE=1", "a@b", "SIZE=1"},    {"<@r:a@b>", "@r:a@b", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.argument);
    auto path = parse_smtp_path(row.argument);
    REQUIRE(path.ok());
    CHECK(path->text == row.text);
    CHECK(path->rest == row.rest);
  }
  CHECK_FALSE(parse_smtp_path("<a@b").ok());
}

TEST_CASE("address/domain_name: dots, literals, the domain of an address") {
  CHECK(without_trailing_dot("a.org.") == "a.org");
  CHECK(is_literal("[1.2.3.4]"));
  CHECK(literal_content("[1.2.3.4]") == "1.2.3.4");
  CHECK(domain_of("\"a@b\"@c.org") == "c.org");
  CHECK(domain_of("local").empty());
}
