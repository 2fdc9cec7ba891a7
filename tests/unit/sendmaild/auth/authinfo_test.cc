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
  const struct {
    const char* what;
    const char* answer;
    const char* user;
    const char* id;
    const char* password;
  } good[] = {
      {"one name stands in for the other", R"("U:joe" "P:x")", "joe", "joe", "x"},
      {"an empty user acts as nobody else", R"("U:" "I:joe" "P:x")", "", "joe", "x"},
      {"words without blanks between them", R"("I:joe""P:sec ret")", "joe", "joe", "sec ret"},
      {"a quoted quote", R"("u:joe" "p:se\"c")", "joe", "joe", "se\"c"},
      {"the last of two counts", R"("U:joe" "U:jim" "P:x")", "jim", "jim", "x"},
  };
  for (const auto& test : good) {
    CAPTURE(test.what);
    info = parse_authinfo(test.answer);
    REQUIRE(info);
    CHECK(info->user == test.user);
    CHECK(info->authentication_id == test.id);
    CHECK(info->password == test.password);
  }
  for (const char* bad : {"", R"("U:joe")", R"("P:secret")", R"("U:joe" "P=!")", R"("X:y" "U:a" "P:b")", "user",
                          "U:joe P:x", R"("U:joe" "P:x" foo)", R"("U:joe" "P:x)", R"("U:joe" "P:")", R"("I:" "P:x")"}) {
    CAPTURE(bad);
    CHECK(!parse_authinfo(bad));
  }
}

TEST_CASE("auth/authinfo: the DefaultAuthInfo file") {
  const struct {
    const char* what;
    const char* text;
    AuthInfo info;
  } good[] = {
      {"all five", "# mine\njoe\njoe@a\n#s\nsecret\nrealm\nDIGEST-MD5 plain\n",
       {"joe", "joe@a", "secret", "realm", {"DIGEST-MD5", "PLAIN"}}},
      {"three are enough", "joe\njoe@a\nsecret\n", {"joe", "joe@a", "secret", "", {}}},
      {"no line end at the end", "joe\njoe@a\nsecret\n\nPLAIN", {"joe", "joe@a", "secret", "", {"PLAIN"}}},
      {"blanks belong to the password alone", "joe \n joe@a\n secret \n realm\n PLAIN\n",
       {"joe", "joe@a", " secret ", "realm", {"PLAIN"}}},
      {"lines after the fifth", "\njoe\nsec#ret\nrealm\nPLAIN\nmore\n", {"", "joe", "sec#ret", "realm", {"PLAIN"}}},
      {"line ends of another system", "joe\r\njoe@a\r\nsecret\r\nrealm\r\nPLAIN\r\n",
       {"joe", "joe@a", "secret", "realm", {"PLAIN"}}},
  };
  for (const auto& test : good) {
    CAPTURE(test.what);
    auto read = parse_default_authinfo(test.text);
    REQUIRE(read);
    REQUIRE(*read);
    const AuthInfo& info = **read;
    CHECK(info.user == test.info.user);
    CHECK(info.authentication_id == test.info.authentication_id);
    CHECK(info.password == test.info.password);
    CHECK(info.realm == test.info.realm);
    CHECK(info.mechanisms == test.info.mechanisms);
  }
  for (const char* empty : {"joe\n\nsecret\n", "joe\njoe\n\nrealm\n"}) {
    CAPTURE(empty);
    auto read = parse_default_authinfo(empty);
    REQUIRE(read);
    CHECK(!*read);
  }
  for (const auto& [text, missing] : {std::pair<const char*, const char*>{"", "authentication id"},
                                      {"joe\n", "authentication id"}, {"joe\njoe\n", "password"}}) {
    CAPTURE(text);
    auto read = parse_default_authinfo(text);
    REQUIRE(!read);
    CHECK(read.error().text == missing);
  }
}
