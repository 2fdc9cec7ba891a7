// The end of the data decides where the next command begins: each row is a smuggling attempt or its harmless neighbour.
#include "sendmaild/smtp/dot_stuffing.h"

#include <doctest/doctest.h>

using namespace sm::smtp;
using State = DotDecoder::State;

namespace {

struct Decoded {
  std::string text;
  std::string rest;
  State state = State::more;
};

Decoded decode(std::string_view wire, DataRules rules, size_t piece) {
  DotDecoder decoder(rules);
  Decoded result;
  while (!wire.empty()) {
    std::string_view part = wire.substr(0, piece);
    size_t consumed = 0;
    result.state = decoder.feed(part, result.text, &consumed);
    wire.remove_prefix(consumed);
    if (result.state != State::more) break;
  }
  result.rest = std::string(wire);
  return result;
}

}  // namespace

TEST_CASE("smtp/dot_stuffing: strict rules end the data at CRLF.CRLF only") {
  struct Row {
    const char* what;
    std::string_view wire;
    State state;
    std::string text;
    std::string rest;
  };
  const Row rows[] = {
      {"simple", "a: b\r\n\r\nhi\r\n.\r\nQUIT\r\n", State::end, "a: b\n\nhi\n", "QUIT\r\n"},
      {"nothing at all", ".\r\nRSET\r\n", State::end, "", "RSET\r\n"},
      {"stuffed dot", "..x\r\n.\r\n", State::end, ".x\n", ""},
      {"dot with text loses the dot", ".x\r\n.\r\n", State::end, "x\n", ""},
      {"dot inside", "a.b\r\n.\r\n", State::end, "a.b\n", ""},
      {"LF.CRLF", "a\n.\r\nMAIL", State::bare_lf, "a", ".\r\nMAIL"},
      {"CRLF.LF", "a\r\n.\nMAIL", State::bare_lf, "a\n", "MAIL"},
      {"LF.LF", "a\n.\n", State::bare_lf, "a", ".\n"},
      {"CR.CR", "a\r.\r", State::bare_cr, "a", "\r"},
      {"CRLF.CR then text", "a\r\n.\rb", State::bare_cr, "a\n", ""},
      {"CR CR LF", "a\r\r\n", State::bare_cr, "a", "\n"},
      {"unfinished", "a\r\n.", State::more, "a\n", ""},
      {"NUL leaves the header only", std::string_view("a\0b: c\r\n\r\nd\0e\r\n.\r\n", 18), State::end,
       std::string("ab: c\n\nd\0e\n", 11), ""},
  };
  for (const Row& row : rows) {
    for (size_t piece : {size_t{1}, size_t{2}, size_t{1000}}) {
      CAPTURE(row.what);
      CAPTURE(piece);
      Decoded decoded = decode(row.wire, DataRules(), piece);
      CHECK(decoded.state == row.state);
      CHECK(decoded.text == row.text);
      CHECK(decoded.rest == row.rest);
    }
  }
}

TEST_CASE("smtp/dot_stuffing: laxer rules are the postmaster's choice") {
  DataRules replace;
  replace.bare_lf = replace.bare_cr = BareLineEnd::replace_with_blank;
  CHECK(decode("a\n.\r\nb\r\n.\r\n", replace, 100).text == "a .\nb\n");
  CHECK(decode("a\rb\r\n.\r\n", replace, 100).text == "a b\n");
  DataRules lax;
  lax.bare_lf = BareLineEnd::accept;
  lax.strict_end = false;
  Decoded ended = decode("a\nb\n.\nQUIT", lax, 100);
  CHECK(ended.state == State::end);
  CHECK(ended.text == "a\nb\n");
  CHECK(ended.rest == "QUIT");
}

TEST_CASE("smtp/dot_stuffing: where a bare line end was met is known") {
  DataRules accept;
  accept.bare_lf = BareLineEnd::replace_with_blank;
  DotDecoder decoder(accept);
  std::string text;
  size_t consumed = 0;
  decoder.feed("a: b\nc\r\n\r\nbody\r\n", text, &consumed);
  CHECK(decoder.bare_in_header());
  CHECK(!decoder.bare_in_body());
  decoder.feed("x\ny\r\n", text, &consumed);
  CHECK(decoder.bare_in_body());
}

TEST_CASE("smtp/dot_stuffing: what the encoder sends the decoder gives back") {
  const std::string texts[] = {"", "a\n", ".\n", "..\n.a\n", "a\n\n.\n", "no end", std::string(5000, '.') + "\n"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    DotEncoder encoder;
    std::string wire;
    for (char c : text) encoder.feed(std::string_view(&c, 1), wire);
    encoder.finish(wire);
    std::string expected = text.empty() || text.back() == '\n' ? text : text + "\n";
    Decoded decoded = decode(wire, DataRules(), 1000);
    CHECK(decoded.state == State::end);
    CHECK(decoded.text == expected);
  }
}
