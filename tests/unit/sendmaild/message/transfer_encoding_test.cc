// Encodings there and back, in pieces of any size.
#include "sendmaild/message/transfer_encoding.h"

#include <doctest/doctest.h>

using namespace sm::message;

TEST_CASE("message/transfer_encoding: base64") {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""}, {"a", "YQ==\n"}, {"ab", "YWI=\n"}, {"abc", "YWJj\n"}, {"a\n", "YQ0K\n"}, {"a\r\n", "YQ0K\n"},
      {std::string(54, 'x'), "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"},
  };
  for (const auto& [plain, encoded] : rows) {
    for (size_t piece : {size_t{1}, size_t{100}}) {
      CAPTURE(plain);
      Base64Encoder encoder;
      std::string out;
      for (size_t at = 0; at < plain.size(); at += piece) encoder.feed(std::string_view(plain).substr(at, piece), out);
      encoder.finish(out);
      CHECK(out == encoded);
    }
  }
  Base64Decoder decoder;
  std::string out;
  for (const char* piece : {"aM", "Op\n", "bGxv*", "DQp3\n", "b3JsZA==", "ignored"}) decoder.feed(piece, out);
  CHECK(out == "h\xc3\xa9llo\r\nworld");
}

TEST_CASE("message/transfer_encoding: quoted-printable") {
  const std::pair<const char*, const char*> rows[] = {
      {"h\xe9\n", "h=E9\n"}, {"a = b\n", "a =3D b\n"}, {"blank \n", "blank=20\n"}, {"tab\t\n", "tab=09\n"},
      {".\n", "=2E\n"},      {"last", "last\n"},      {"", ""},
  };
  for (const auto& [plain, encoded] : rows) {
    CAPTURE(plain);
    QuotedPrintableEncoder encoder(false, false);
    std::string out;
    for (const char* c = plain; *c != '\0'; ++c) encoder.feed(std::string_view(c, 1), out);
    encoder.finish(out);
    CHECK(out == encoded);
  }
  QuotedPrintableDecoder decoder;
  std::string out;
  decoder.feed("h=C3=A9 soft=  \n break =3d\nbad =XX =\nend=", out);
  CHECK(out == "h\xc3\xa9 soft break =\nbad =XX end");
}
