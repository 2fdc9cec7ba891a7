// Base64 as the AUTH exchange uses it.
#include "sendmaild/smtp/base64.h"

#include <doctest/doctest.h>

using namespace sm::smtp;

TEST_CASE("smtp/base64: decodes what it encodes, refuses what is not base64") {
  struct Row {
    std::string plain;
    std::string encoded;
  };
  const Row rows[] = {{"", ""}, {"a", "YQ=="}, {"ab", "YWI="}, {"abc", "YWJj"}, {std::string("\0u\0p", 4), "AHUAcA=="}};
  for (const Row& row : rows) {
    CAPTURE(row.encoded);
    CHECK(base64_encode(row.plain) == row.encoded);
    CHECK(base64_decode(row.encoded) == row.plain);
  }
  for (const char* bad : {"A", "YQ=", "YQ==YQ==", "Y!==", "=", "====", "Y==="}) {
    CAPTURE(bad);
    CHECK(!base64_decode(bad));
  }
}
