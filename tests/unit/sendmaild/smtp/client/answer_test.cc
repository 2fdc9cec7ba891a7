// Replies of foreign servers: everything that a parser of foreign bytes may meet.
#include "sendmaild/smtp/client/answer.h"

#include <doctest/doctest.h>

using namespace sm::smtp::client;

namespace {

Answer parse(std::vector<std::string> lines, bool enhanced) {
  ReplyParser parser(enhanced);
  for (const std::string& line : lines) {
    if (parser.feed(line)) return parser.take();
  }
  return Answer();
}

}  // namespace

TEST_CASE("smtp/client/answer: codes, enhanced codes and text") {
  struct Row {
    const char* what;
    std::vector<std::string> lines;
    bool enhanced;
    int code;
    std::string status;
    std::string text;
  };
  const Row rows[] = {
      {"plain", {"250 ok"}, false, 250, "2.0.0", "ok"},
      {"enhanced, announced", {"550 5.7.1 no"}, true, 550, "5.7.1", "no"},
      {"enhanced, not announced", {"250 2.0.0 Ok: queued"}, false, 250, "2.0.0", "2.0.0 Ok: queued"},
      {"derived", {"550 no"}, true, 550, "5.2.0", "no"},
      {"many lines", {"250-one", "250-two", "250 three"}, true, 250, "2.0.0", "one"},
      {"code alone", {"250"}, true, 250, "2.0.0", ""},
      {"garbage in front", {"hello there", "25", "220 hi"}, true, 220, "2.0.0", "hi"},
      {"intermediate", {"354 go"}, true, 354, "", "go"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Answer answer = parse(row.lines, row.enhanced);
    CHECK(answer.is_reply());
    CHECK(answer.code == row.code);
    CHECK(answer.enhanced.text() == row.status);
    CHECK(answer.text == row.text);
  }
  CHECK(parse({"250-never", "250-ends"}, true).kind == Answer::Kind::none);
}
