// What sendmail makes of MIME fields beyond MaxMimeHeaderLength, recorded from 8.17 with small limits.
#include "sendmaild/message/mime_limits.h"

#include <doctest/doctest.h>

using namespace sm;
using namespace sm::message;

namespace {

constexpr const char* kTruncatedLong = "Truncated long MIME";
constexpr const char* kTruncated = "Truncated MIME";
constexpr const char* kFixed = "Fixed MIME";

std::string run(size_t count, char c) { return std::string(count, c); }

}  // namespace

TEST_CASE("message/mime_limits: long fields are cut, open ones closed, nothing gets longer") {
  struct Row {
    const char* name;
    std::string value;     // behind the blank
    std::string expected;
    const char* complaint;  // how it begins; null: none
  };
  const std::string e30 = run(30, 'e');
  const Row rows[] = {
      {"Subject", run(100, 's'), run(100, 's'), nullptr},
      {"Content-Id", run(50, 'w'), run(50, 'w'), nullptr},
      {"Content-Id", run(51, 'w'), run(50, 'w'), kTruncatedLong},
      {"content-description", run(50, 'w'), run(50, 'w'), nullptr},
      {"Content-Description", run(51, 'w'), run(49, 'w'), kTruncatedLong},
      {"Content-Description", "\"abc (", "\"abc (", nullptr},
      {"Content-Transfer-Encoding", "\"" + run(60, 'q'), "\"" + run(48, 'q') + "\"", kTruncatedLong},
      {"MIME-Version", "1 \"(", "1 \"\"", kFixed},
      {"Content-Id", "<a", "<a", nullptr},
      {"Content-Id", "(a \"b", "(a \")", kFixed},
      {"Content-Type", run(20, 'a'), run(20, 'a'), nullptr},
      {"Content-Type", run(21, 'a'), run(20, 'a'), kTruncated},
      {"Content-Type", "x;" + run(22, 'a'), "x;" + run(21, 'a'), kTruncated},
      {"Content-Type", "x; \"" + run(19, 'a') + "\"", "x; \"" + run(18, 'a') + "\"", kTruncated},
      {"Content-Type", "x;a=\"b;c;d\";" + e30, "x;a=\"b;c;d\";" + run(21, 'e'), kTruncated},
      {"Content-Type", "x; b=\"c\n\td\"; " + e30, "x; b=\"c\n\td\"; " + run(20, 'e'), kTruncated},
      {"Content-Type", "x (a;b;c;d;e;f;g;h;i;j;k)", "x (a;b;c;d;e;f;g;h;)", kTruncated},
      {"Content-Type", "x; " + run(28, '('), "x; " + run(10, '(') + run(10, ')'), kTruncated},
      {"Content-Type", "x; a=\"" + run(30, '\\') + "\"", "x; a=\"" + run(16, '\\') + "\"", kTruncated},
      {"Content-Type", "x; (a\"" + run(30, 'b'), "x; (a\"" + run(16, 'b') + ")", kTruncated},
      {"Content-Type", "x; a=\"(", "x; a=\"\"", kFixed},
      {"Content-Type", "x; a\"b\"c\"d", "x; a\"b\"c\"\"", kFixed},
      {"Content-Type", "x; a\\\"b", "x; a\\\"b", nullptr},
      {"Content-Type", "x; a\"", "x; a", kFixed},
      {"Content-Type", "x(", "x", kFixed},
      {"Content-Type", "x; (()", "x; ()", kFixed},
      {"Content-Type", "x; abc)", "x; abc)", nullptr},
      {"Content-Type", "x; (abc;def; g", "x; (abc;def; )", kFixed},
      {"Content-Type", ";;;", ";;;", nullptr},
      {"Content-Disposition", "attachment; p0=v; p1=v; p2=v; p3=v; p4=v; p5=v; p6=v", "attachment; p0=v; p1=v; p2=v; p3=v; p4=v; p5=v; p6",
       kTruncatedLong},
  };
  config::Options options;
  options.max_mime_header_length = 50;
  options.max_mime_parameter_length = 20;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.value);
    LimitedValue limited = limit_mime_field(row.name, " " + row.value, options);
    CHECK(limited.value == " " + row.expected);
    CHECK(limited.complaints.size() == (row.complaint == nullptr ? 0 : 1));
    for (const std::string& complaint : limited.complaints) {
      CAPTURE(complaint);
      CHECK(complaint.starts_with(row.complaint));
      CHECK(complaint.ends_with(" (possible attack)"));
    }
  }
}

TEST_CASE("message/mime_limits: a limit of 0 is none") {
  config::Options options;
  options.max_mime_header_length = 60;
  options.max_mime_parameter_length = 0;
  CHECK(limit_mime_field("Content-Type", " x; " + run(40, 'a'), options).value == " x; " + run(40, 'a'));
  LimitedValue fixed = limit_mime_field("Content-Type", " x; (abc;def; g", options);
  CHECK(fixed.value == " x; (abc;def; )");
  CHECK(fixed.complaints == std::vector<std::string>{"Fixed MIME Content-Type header (possible attack)"});
  options.max_mime_header_length = 0;
  CHECK(limit_mime_field("Content-Type", " x; (abc;def; g", options).value == " x; (abc;def; g");
}
