// Hints: given for the usual mistakes and for nothing else.
#include "makemap/hints.h"

#include <doctest/doctest.h>

using namespace sm::makemap;

TEST_CASE("makemap/hints: a note behind an action is noticed") {
  CHECK(access_value_hint("RELAY   -> everybody at the office") != "");
  CHECK(access_value_hint("reject because") != "");
  CHECK(access_value_hint("RELAY") == "");
  CHECK(access_value_hint("ERROR:5.7.1:550 Access denied") == "");
  CHECK(access_value_hint("550 go away") == "");
  CHECK(is_access_map("/etc/mail/access"));
  CHECK(is_access_map("access.db"));
  CHECK(!is_access_map("virtusertable"));
}

TEST_CASE("makemap/hints: every reason to fail has its remedy") {
  CHECK(open_hint("hsah", "access", "access", "Unknown database type").find("makemap hash access < access") !=
        std::string::npos);
  CHECK(open_hint("hash", "/no/where/access", "/no/where/access.db", "No such file or directory") ==
        "the folder /no/where does not exist");
  CHECK(open_hint("hash", "x", "x.db", "Some other reason") == "");
}
