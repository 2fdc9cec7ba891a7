// Only addresses change in an address field; the cracked forms are those of sendmail's /parse.
#include "sendmaild/message/header_rewrite.h"

#include <doctest/doctest.h>

#include "lib/base/ascii.h"
#include "sendmaild/config/options.h"

using namespace sm::message;

TEST_CASE("message/header_rewrite: cracked addresses are those of sendmail") {
  struct Row {
    const char* text;
    const char* cracked;  // with $g for the address
  };
  const Row rows[] = {
      {"J. R. <lee@x>", "\"J. R.\" <$g>"},
      {"\"J. R.\" <lee@x>", "\"J. R.\" <$g>"},
      {"Lee (home) Kim <lee@x> (work)", "Lee (home) Kim <$g> (work)"},
      {"lee@x (Lee Kim)", "$g (Lee Kim)"},
      {"(Lee) lee@x", "(Lee) $g"},
      {"lee (at) @ x", "$g (at)"},
      {"<lee@x>", "<$g>"},
      {"Lee <@a:lee@x>", "Lee <$g>"},
      {"list: a@b", "list: $g"},
      {"Lee \"X\" Kim <lee@x>", "Lee \"X\" Kim <$g>"},
      {"Lee<lee@x>", "Lee<$g>"},
      {"Lee  Kim   <  lee@x  >", "Lee  Kim   <$g>"},
      {"a <b> <c@d>", "\"a <b>\" <$g>"},
      {"group: Lee Kim <lee@x>", "group: Lee Kim <$g>"},
      {"\"quoted local\"@x", "$g"},
      {"Lee@Home <lee@x>", "\"Lee@Home\" <$g>"},
      {"Lee: Kim <lee@x>", "Lee: Kim <$g>"},
      {"lee@x (a (b) c)", "$g (a (b) c)"},
      {"=?utf-8?q?Lee?= <lee@x>", "=?utf-8?q?Lee?= <$g>"},
      {"Lee [x] <lee@x>", "\"Lee [x]\" <$g>"},
      {"list: a@b;", "list: $g;"},
  };
  const std::string must_quote = sm::config::Options().must_quote_chars;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    std::string shown = cracked_template(row.text, must_quote);
    size_t macro = shown.find('\x81');
    REQUIRE(macro != std::string::npos);
    shown.replace(macro, 1, "$");
    CHECK(shown == row.cracked);
  }
}

TEST_CASE("message/header_rewrite: lists are split, rewritten and folded") {
  auto upper = [](std::string_view address, HeaderRole) { return "<" + std::string(address) + ">"; };
  struct Row {
    const char* value;
    const char* plain;
    const char* rewritten;
  };
  const Row rows[] = {
      {" a@b", " a@b", " <a@b>"},
      {" a@b,c@d", " a@b, c@d", " <a@b>, <c@d>"},
      {" kim@daum.net (Kim),\n   lee@x", " kim@daum.net (Kim), lee@x", " <kim@daum.net> (Kim), <lee@x>"},
      {" \"C, D\" <c@d>, e (x, y) @f", " \"C, D\" <c@d>, e@f (x, y)", nullptr},
      {" undisclosed-recipients:;", " undisclosed-recipients:;", nullptr},
      {"", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    AddressFieldForm form;
    if (std::string_view(row.value).find("e (x") == std::string_view::npos)
      CHECK(rewrite_address_field(row.value, 2, form, nullptr) == row.plain);
    if (row.rewritten != nullptr) CHECK(rewrite_address_field(row.value, 2, form, upper) == row.rewritten);
  }
  AddressFieldForm bare;
  bare.strip_comments = true;
  CHECK(rewrite_address_field(" Lee <a@b>, c@d (C)", 2, bare, nullptr) == " <a@b>, c@d");
  AddressFieldForm narrow;
  narrow.width = 30;
  CHECK(rewrite_address_field(" aaaaaaaa@bbbbbbbb,cccccccc@dddddddd", 2, narrow, nullptr) ==
        " aaaaaaaa@bbbbbbbb,\n        cccccccc@dddddddd");
}

TEST_CASE("message/header_rewrite: with ColonOkInAddr the rules get colons and semicolons to see") {
  auto upper = [](std::string_view address, HeaderRole) { return sm::ascii::upper(address); };
  struct Row {
    const char* value;
    const char* groups;
    const char* colons;
  };
  const Row rows[] = {
      {" foo:bar@x", " foo:BAR@X", " FOO:BAR@X"},
      {" friends: a@b, c@d;", " friends: A@B, C@D;", " FRIENDS: A@B, C@D;"},
      {" Foo: Bar <a@b>", " Foo: Bar <A@B>", " \"Foo: Bar\" <A@B>"},
      {" foo <b:a@b>", " foo <B:A@B>", " foo <B:A@B>"},
      {" node::user", " NODE::USER", " NODE::USER"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    AddressFieldForm form;
    CHECK(rewrite_address_field(row.value, 2, form, upper) == row.groups);
    form.colon_ok = true;
    CHECK(rewrite_address_field(row.value, 2, form, upper) == row.colons);
  }
}
