// Where the header ends and what its fields are, for good and for odd messages.
#include "sendmaild/message/header_parse.h"

#include <doctest/doctest.h>

using namespace sm::message;

namespace {

struct Outcome {
  std::vector<std::string> fields;  // "Name=value"
  std::string body;
};

Outcome collect(std::string_view text, size_t piece, HeaderCollector& collector) {
  Outcome out;
  for (size_t at = 0; at < text.size(); at += piece) collector.feed(text.substr(at, piece), out.body);
  collector.finish(out.body);
  HeaderList header = collector.take();
  for (const HeaderField& field : header.fields()) out.fields.push_back(field.name + "=" + field.value);
  return out;
}

}  // namespace

TEST_CASE("message/header_parse: fields and body") {
  struct Row {
    const char* what;
    std::string text;
    std::vector<std::string> fields;
    std::string body;
  };
  const Row rows[] = {
      {"usual", "Subject: hi\nTo: a\n\nbody\n", {"Subject= hi", "To= a"}, "body\n"},
      {"no header", "\nbody\n", {}, "\nbody\n"},
      {"no body", "Subject: hi\n", {"Subject= hi"}, ""},
      {"no newline at all", "Subject: hi", {"Subject= hi"}, ""},
      {"no empty line", "Subject: hi\nnot a header\nreal: x\n", {"Subject= hi"}, "not a header\nreal: x\n"},
      {"folds", "Subject: a\n b\n\tc\n\nx", {"Subject= a\n b\n\tc"}, "x"},
      {"no blank behind the colon", "Subject:hi\n\n", {"Subject=hi"}, ""},
      {"blanks before the colon", "X-A  :  b\n\n", {"X-A=  b"}, ""},
      {"empty value", "Subject:\n\n", {"Subject="}, ""},
      {"dashes", "A: b\n--x: y\n\n", {"A= b"}, "--x: y\n\n"},
      {"From_ line", "From lee Mon Jan  5 10:00:00 2004\nA: b\n\nx\n", {"A= b"}, "x\n"},
      {"second From_ line", "A: b\nFrom lee\n\nx\n", {"A= b"}, "From lee\n\nx\n"},
      {"fold first", " x\nA: b\n\n", {}, " x\nA: b\n\n"},
      {"end marker", "A: b\nText: x\n\n", {"A= b"}, "Text: x\n\n"},
      {"NUL", std::string("A: b\0c\n\n", 8), {"A= bc"}, ""},
      {"8-bit value", "A: h\xc3\xa9\n\n", {"A= h\xc3\xa9"}, ""},
      {"8-bit name", "h\xc3\xa9: x\n\n", {}, "h\xc3\xa9: x\n\n"},
      {"long name", std::string(101, 'x') + ": y\n\n", {}, std::string(101, 'x') + ": y\n\n"},
      {"last line unfinished", "A: b\n c", {"A= b\n c"}, ""},
      {"empty lines in the body", "A: b\n\n\n\nx", {"A= b"}, "\n\nx"},
  };
  for (const Row& row : rows) {
    for (size_t piece : {size_t{1}, size_t{5}, size_t{4096}}) {
      CAPTURE(row.what);
      CAPTURE(piece);
      HeaderCollector collector{HeaderRules()};
      Outcome got = collect(row.text, piece, collector);
      CHECK(got.fields == row.fields);
      std::string expected = row.body;
      // The empty line that ends the header is no body.
      if (row.text.starts_with("\n")) expected.erase(0, 1);
      CHECK(got.body == expected);
    }
  }
}

TEST_CASE("message/header_parse: facts beside the fields") {
  ::setenv("TZ", "UTC", 1);
  HeaderCollector collector{HeaderRules()};
  collect("From jim Mon Jan  5 10:00:00 2004\nA: h\xc3\xa9\n\nbody", 3, collector);
  CHECK(collector.unix_from_date() == "Mon, 5 Jan 2004 10:00:00 GMT");
  CHECK(collector.saw_8bit());
  CHECK(collector.length() == 34 + 7 + 1);
  CHECK(!collector.too_long());

  HeaderCollector small{HeaderRules{.max_length = 20}};
  collect("A: b\nB: " + std::string(100, 'x') + "\nC: d\n\nbody", 7, small);
  CHECK(small.too_long());

  HeaderCollector endless{HeaderRules{.max_length = 20}};
  collect(std::string(100000, 'x'), 100, endless);
  CHECK(endless.too_long());

  HeaderCollector keeping{HeaderRules{.save_from_line = true}};
  CHECK(collect("From jim\nA: b\n\n", 100, keeping).body == "From jim\nA: b\n\n");
}

TEST_CASE("message/header_parse: complete texts tell where the body starts") {
  CHECK(parse_message("A: b\n\nbody").body_offset == 6);
  CHECK(parse_message("A: b\nbody").body_offset == 5);
  CHECK(parse_message("A: b\n").body_offset == 5);
  CHECK(parse_message("body").body_offset == 0);
  CHECK(parse_message("").header.fields().empty());
}
