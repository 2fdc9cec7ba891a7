// Credentials as postmasters write them into the access map and the DefaultAuthInfo file.
#include "sendmaild/auth/authinfo.h"

#include <doctest/doctest.h>

using namespace sm::auth;

TEST_CASE("auth/authinfo: the ruleset's words") {
  auto info = parse_authinfo("\"U:joe\" \"I:joe@a\" \"P=c2VjcmV0\" \"R:realm\" \"M:PLAIN LOGIN\"");
  REQUIRE(info);
  CHECK(info->user == "joe");
  CHECK(info->authentication_id == "joe@a");
  CHECK(info->password == "secret");
  CHECK(info->realm == "realm");
  CHECK(info->mechanisms == std::vector<std::string>{"PLAIN", "LOGIN"});
  info = parse_authinfo("U:joe P:x");
  REQUIRE(info);
  CHECK(info->authentication_id == "joe");
  for (const char* bad : {"", "U:joe", "P:secret", "\"U:joe\" \"P=!\"", "X:y \"U:a\" \"P:b\"", "user"}) {
    CAPTURE(bad);
    CHECK(!parse_authinfo(bad));
  }
}

TEST_CASE("auth/authinfo: the DefaultAuthInfo file") {
  auto info = parse_default_authinfo("# mine\njoe\njoe@a\nsecret\nrealm\nDIGEST-MD5 PLAIN\n");
  REQUIRE(info);
  CHECK(info->authentication_id == "joe@a");
  CHECK(info->mechanisms.size() == 2);
  CHECK(!parse_default_authinfo("joe\njoe\n"));
}
