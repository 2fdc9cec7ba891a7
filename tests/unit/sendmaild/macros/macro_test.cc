// Scopes hide outer ones; expansion decides conditionals and stops at its limits.
#include <doctest/doctest.h>

#include "lib/address/dollar_encoding.h"
#include "sendmaild/macros/macro_scope.h"

using namespace sm::macros;

TEST_CASE("macros/scope: the innermost definition counts until it is removed") {
  MacroTable table{{"j", "mail.example.com"}};
  MacroScope outer(table);
  MacroScope inner(&outer);
  inner.set("j", "other");
  CHECK(inner.value("j") == "other");
  CHECK(outer.value("j") == "mail.example.com");
  inner.unset("j");
  CHECK(inner.value("j") == "mail.example.com");
  CHECK(inner.find("x") == nullptr);
}

TEST_CASE("macros/expand: values, conditionals, limits") {
  MacroTable table;
  auto define = [&table](const char* name, const char* value) { table[name] = sm::address::encode_dollars(value).text; };
  define("A", "one");
  define("B", "<$A>");
  define("empty", "");
  define("loop", "x${loop}");
  MacroScope scope(table);
  struct Row {
    const char* text;
    const char* result;
  };
  const Row rows[] = {
      {"$A and $B", "one and <one>"},
      {"$&B", "<one>"},
      {"$?A yes $| no $. end", " yes  end"},
      {"$?{empty}yes$|no$.", "no"},
      {"$?{nope}a$?A b$|c$.d$|e$.f", "ef"},
      {"$?A a$?{nope}b$|c$.d$|e$.f", " acdf"},
      {"$?A open", " open"},
      {"${nope}x", "x"},
      {"${loop}", "xxxxxxxxxxx\x81{loop}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(expand(sm::address::encode_dollars(row.text).text, scope) == row.result);
  }
  CHECK(expand_encoded(sm::address::encode_dollars("$A $&A $* $| x").text, scope) ==
        sm::address::encode_dollars("one $&A $* $| x").text);
}
