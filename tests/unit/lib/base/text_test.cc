// Text helpers: what they split, trim and escape is what log lines and options rely on.
#include "lib/base/text.h"

#include <doctest/doctest.h>

#include "lib/base/ascii.h"

using namespace sm;

TEST_CASE("base/text: split keeps empty pieces, words drops them") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(words("  a\tb \n") == std::vector<std::string_view>{"a", "b"});
  CHECK(words(" ").empty());
}

TEST_CASE("base/text: numbers are parsed with bounds") {
  struct Row {
    const char* what;
    std::string_view input;
    std::optional<int64_t> whole;
    int64_t leading;
  };
  const Row rows[] = {
      {"plain", "42", 42, 42},
      {"negative", "-7", -7, -7},
      {"trailing text", "12x", std::nullopt, 12},
      {"nothing", "", std::nullopt, 0},
      {"blank in front", " 3", std::nullopt, 3},
      {"too large", "99999999999999999999", std::nullopt, INT64_MAX},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(parse_int(row.input) == row.whole);
    CHECK(parse_leading_int(row.input) == row.leading);
  }
}

TEST_CASE("base/text: control characters never reach a log line raw") {
  CHECK(escape_controls("a\r\n\tb\x01\\") == "a\\r\\n\\tb\\001\\\\");
  CHECK(escape_controls("h\xc3\xa9") == "h\xc3\xa9");
}

TEST_CASE("base/text: long texts are quoted without their middle") {
  CHECK(shortened("abcdefghij", 10) == "abcdefghij");
  CHECK(shortened("abcdefghijk", 10) == "abc...ijk");
  CHECK(shortened("abcdefghijk", 4) == "abcde");
  CHECK(shortened(std::string(300, 'x')).size() == 203);
}

TEST_CASE("base/text: xtext decodes what it encodes and refuses what is not xtext") {
  std::string odd = "a+b=c \xff";
  CHECK(xtext_encode(odd) == "a+2Bb+3Dc+20+FF");
  CHECK(xtext_decode(xtext_encode(odd)) == odd);
  for (std::string_view bad : {"+", "+4", "+GG", "a=b", "a b"}) {
    CAPTURE(bad);
    CHECK(!xtext_decode(bad));
  }
}

TEST_CASE("base/ascii: comparison ignores the case of ASCII letters only") {
  CHECK(ascii::equal_ignoring_case("MaIl", "mAiL"));
  CHECK(!ascii::equal_ignoring_case("\xc3\x89", "\xc3\xa9"));
  CHECK(ascii::compare_ignoring_case("abc", "ABD") < 0);
  CHECK(ascii::HashIgnoringCase{}("Naver.COM") == ascii::HashIgnoringCase{}("naver.com"));
}
