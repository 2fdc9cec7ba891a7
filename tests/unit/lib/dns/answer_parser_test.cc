// DNS messages: records of every type, compression, and bytes that lie.
#include "lib/dns/answer_parser.h"

#include <doctest/doctest.h>

using namespace sm::dns;

namespace {

std::string u16(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value & 255)}; }

// A message with the question "x.test", and the answer section given.
std::string message(unsigned code, unsigned answers, const std::string& section) {
  return u16(7) + u16(0x8180 | code) + u16(1) + u16(answers) + u16(0) + u16(0) + std::string("\1x\4test\0", 8) + u16(15) +
         u16(1) + section;
}

// A record of x.test (by a pointer to the question).
std::string record(unsigned type, const std::string& data) {
  return "\xc0\x0c" + u16(type) + u16(1) + u16(0) + u16(300) + u16(static_cast<unsigned>(data.size())) + data;
}

}  // namespace

TEST_CASE("dns/answer_parser: records of each type") {
  struct Row {
    const char* what;
    unsigned type;
    std::string data;
    std::string value;
    unsigned preference = 0;
  };
  const Row rows[] = {
      {"A", 1, std::string("\xc0\x00\x02\x01", 4), "192.0.2.1"},
      {"AAAA", 28, std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16), "2001:db8::1"},
      {"MX, compressed", 15, u16(10) + std::string("\2mx\xc0\x0c", 5), "mx.x.test", 10},
      {"null MX", 15, u16(0) + std::string("\0", 1), ""},
      {"PTR", 12, std::string("\1a\1b\0", 5), "a.b"},
      {"CNAME with a dot in a label", 5, std::string("\3a.b\1c\0", 7), "a\\046b.c"},
      {"TXT of two strings", 16, std::string("\2ab\3cde", 7), "abcde"},
      {"SRV", 33, u16(1) + u16(2) + u16(25) + std::string("\1s\0", 3), "s", 1},
      {"TLSA", 52, std::string("\3\1\1\xab\xcd", 5), "030101abcd"},
      {"unknown type", 99, "abc", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto answer = parse_answer(message(0, 1, record(row.type, row.data)));
    REQUIRE(answer);
    REQUIRE(answer->records.size() == 1);
    CHECK(answer->kind == Answer::Kind::found);
    CHECK(answer->records[0].owner == "x.test");
    CHECK(answer->records[0].ttl == 300);
    CHECK(answer->records[0].value == row.value);
    CHECK(answer->records[0].preference == row.preference);
  }
  auto text = parse_answer(message(0, 1, record(16, std::string("\2ab\3cde", 7))));
  CHECK(text->records[0].first_text == "ab");
}

TEST_CASE("dns/answer_parser: absent names and types") {
  CHECK(parse_answer(message(3, 0, ""))->kind == Answer::Kind::no_domain);
  CHECK(parse_answer(message(0, 0, ""))->kind == Answer::Kind::no_data);
  CHECK(!parse_answer(message(2, 0, "")));
}

TEST_CASE("dns/answer_parser: malformed messages are refused") {
  CHECK(!parse_answer(""));
  CHECK(!parse_answer("short"));
  CHECK(!parse_answer(message(0, 2, record(1, "abcd"))));
  CHECK(!parse_answer(message(0, 1, record(1, "abc"))));
  CHECK(!parse_answer(message(0, 1, "\xc0\x0c" + u16(1) + u16(1) + u16(0) + u16(0) + u16(400) + "abcd")));
  std::string whole = message(0, 1, record(15, u16(10) + std::string("\2mx\xc0\x0c", 5)));
  for (size_t length = 0; length < whole.size(); length++) CHECK(!parse_answer(whole.substr(0, length)));
  // A name that points to itself.
  CHECK(!parse_answer(message(0, 1, record(12, "\xc0\x24"))));
}
