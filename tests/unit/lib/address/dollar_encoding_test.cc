// The `$` constructs, and names that sendmail refuses.
#include "lib/address/dollar_encoding.h"

#include <doctest/doctest.h>

using namespace sm::address;

TEST_CASE("address/dollar_encoding: what is typed comes back from the encoded form") {
  for (const char* text : {"$*$+$-", "$=w$={Multi}", "$~{A_b}", "$&x$&{client_addr}", "$#local $@ $1 $: $9", "$?x a $| b $.",
                           "$[ $1 $: x $]", "$( map $1 $)", "$>name", "${long} $j"}) {
    CAPTURE(text);
    EncodedText encoded = encode_dollars(text);
    CHECK(encoded.errors.empty());
    CHECK(display_encoded(encoded.text) == text);
  }
}

TEST_CASE("address/dollar_encoding: a doubled dollar is one, bytes of metasymbols are quoted") {
  CHECK(encode_dollars("a$$b").text == "a$b");
  CHECK(encode_dollars("\xc3\x89").text == "\xc3\xff\x89");
  CHECK(unquote_encoded(encode_dollars("\xc3\x89").text) == "\xc3\x89");
}

TEST_CASE("address/dollar_encoding: names") {
  struct Row {
    const char* text;
    const char* name;
    std::vector<std::string> errors;
  };
  const Row rows[] = {
      {"jx", "j", {}},
      {"{client_addr}rest", "client_addr", {}},
      {"", "", {"Name required for macro/class"}},
      {"{}x", "", {"Name required for macro/class"}},
      {"{a.b}", "ab", {"Invalid macro/class character ."}},
      {"{ab", "", {"Unbalanced { on ab", "Unable to assign macro/class ID (mid = 0xffffffff)"}},
      {"{toolongnamexxxxxxxxxxxxxxx}", "",
       {"Macro/class name ({toolongnamexxxxxxxxxxxxxx}) too long (25 chars max)",
        "Unable to assign macro/class ID (mid = 0xffffffff)"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    ParsedName parsed = parse_name(row.text);
    CHECK(parsed.name == row.name);
    CHECK(parsed.errors == row.errors);
  }
}
