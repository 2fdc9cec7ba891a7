// Replies on the wire: codes, enhanced codes, many lines, and nothing that could split one.
#include "sendmaild/smtp/reply.h"

#include <doctest/doctest.h>

using namespace sm::smtp;

TEST_CASE("smtp/reply: wire form") {
  CHECK(Reply(250, std::string("ok")).wire() == "250 ok\r\n");
  CHECK(Reply(250, {2, 0, 0}, std::vector<std::string>{"a", "b"}).wire() == "250-2.0.0 a\r\n250 2.0.0 b\r\n");
  CHECK(Reply(550, {5, 1, 1}, std::string("x\r\n250 ok")).wire() == "550 5.1.1 x  250 ok\r\n");
  CHECK(Reply(334, std::string()).wire() == "334 \r\n");
}

TEST_CASE("smtp/reply: texts of rulesets and filters") {
  struct Row {
    const char* what;
    std::string_view text;
    int default_code;
    std::string line;
  };
  const Row rows[] = {
      {"whole", "550 5.7.1 Access denied", 553, "550 5.7.1 Access denied"},
      {"without enhanced code", "451 later", 550, "451 4.0.0 later"},
      {"text only", "Access denied", 550, "550 5.0.0 Access denied"},
      {"enhanced code only", "5.7.1 no", 550, "550 5.7.1 no"},
      {"421", "421 4.3.2 Too many open connections.", 550, "421 4.3.2 Too many open connections."},
      {"number that is no code", "1234 things", 550, "550 5.0.0 1234 things"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(reply_from_text(row.text, row.default_code).first_line() == row.line);
  }
}

TEST_CASE("smtp/reply: the address stands before some texts only") {
  CHECK(reply::user_unknown("<a@b>").first_line() == "550 5.1.1 <a@b>... User unknown");
  CHECK(reply::about("<a@b>", 552, {5, 2, 2}, "Mailbox full").first_line() == "552 5.2.2 Mailbox full");
  CHECK(reply::recipient_ok("a", true).first_line() == "250 2.1.5 a... Recipient ok (will queue)");
}

TEST_CASE("smtp/enhanced_code: only whole words of class 2, 4 or 5") {
  CHECK(parse_enhanced_code("5.1.1 no")->text() == "5.1.1");
  CHECK(parse_enhanced_code("4.7.999")->text() == "4.7.999");
  for (const char* bad : {"", "5", "5.1", "5.1.", "3.1.1", "5.1.1x", "5.1.1234", "51.1.1", "a.b.c"}) {
    CAPTURE(bad);
    CHECK(!parse_enhanced_code(bad));
  }
}
