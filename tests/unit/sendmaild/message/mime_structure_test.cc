// Content-Type and transfer encoding values.
#include "sendmaild/message/mime_structure.h"

#include <doctest/doctest.h>

using namespace sm::message;

TEST_CASE("message/mime_structure: types, parameters and nonsense") {
  struct Row {
    const char* value;
    const char* full;      // nullptr: no type
    const char* boundary;  // nullptr: none
  };
  const Row rows[] = {
      {" text/plain", "text/plain", nullptr},
      {" Multipart/MIXED;\n boundary=\"a b\"", "multipart/mixed", "a b"},
      {" multipart/mixed (x); x=y ; Boundary=(c)abc", "multipart/mixed", "abc"},
      {" multipart/mixed; boundary=\"a\\\"b\"", "multipart/mixed", "a\"b"},
      {" multipart/mixed; boundary", "multipart/mixed", nullptr},
      {" multipart/mixed; boundary=", "multipart/mixed", ""},
      {" text", nullptr, nullptr},
      {"", nullptr, nullptr},
      {" \"unclosed", nullptr, nullptr},
      {" text/(", "text/", nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    std::optional<ContentType> type = parse_content_type(row.value);
    CHECK(type.has_value() == (row.full != nullptr));
    if (!type) continue;
    CHECK(type->full() == row.full);
    const std::string* boundary = type->parameter("boundary");
    CHECK((boundary != nullptr) == (row.boundary != nullptr));
    if (boundary != nullptr && row.boundary != nullptr) CHECK(*boundary == row.boundary);
  }
  CHECK(parse_transfer_encoding(" Quoted-Printable (x)") == "quoted-printable");
}
