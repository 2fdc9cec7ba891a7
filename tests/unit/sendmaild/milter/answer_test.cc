// Answers of filters: words, reply texts, changes, and what is none of these.
#include "sendmaild/milter/answer.h"

#include <doctest/doctest.h>

namespace sm::milter {

using namespace std::string_literals;
using Kind = Answer::Kind;

TEST_CASE("milter/answer: letters mean something at their stages") {
  struct Row {
    const char* what;
    Stage stage;
    char letter;
    Kind kind;
  };
  const Row rows[] = {
      {"continue", Stage::connect, 'c', Kind::proceed},
      {"accept", Stage::mail, 'a', Kind::accept},
      {"reject", Stage::rcpt, 'r', Kind::reject},
      {"tempfail", Stage::data, 't', Kind::tempfail},
      {"discard", Stage::header, 'd', Kind::discard},
      {"skip", Stage::body, 's', Kind::skip},
      {"skip at the end", Stage::end_of_message, 's', Kind::unknown},
      {"progress", Stage::end_of_message, 'p', Kind::progress},
      {"progress too early", Stage::body, 'p', Kind::unknown},
      {"a change too early", Stage::body, 'h', Kind::unknown},
      {"shutdown is not for filters", Stage::helo, '4', Kind::unknown},
      {"connection failed", Stage::connect, 'f', Kind::unknown},
      {"nonsense", Stage::connect, 'Z', Kind::unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(parse_answer(row.stage, Packet{row.letter, "x\0y\0"s}).kind == row.kind);
  }
}

TEST_CASE("milter/answer: a reply text that is none becomes the stage's own") {
  struct Row {
    const char* what;
    Stage stage;
    std::string data;
    std::string text;
  };
  const Row rows[] = {
      {"as it stands", Stage::mail, "550 5.7.1 No\0"s, "550 5.7.1 No"},
      {"several lines", Stage::rcpt, "550-5.7.1 one\r\n550 5.7.1 two\0"s, "550-5.7.1 one\r\n550 5.7.1 two"},
      {"doubled percent", Stage::mail, "451 50%% full\0"s, "451 50%% full"},
      {"code alone", Stage::mail, "450\0"s, "450"},
      {"single percent", Stage::mail, "550 50% full\0"s, "550 5.7.1 Command rejected"},
      {"percent at the end", Stage::mail, "550 50%\0"s, "550 5.7.1 Command rejected"},
      {"no refusal", Stage::rcpt, "250 fine\0"s, "550 5.7.1 Command rejected"},
      {"no code", Stage::connect, "abc\0"s, "554 Command rejected"},
      {"no end", Stage::helo, "550 x", "550 Command rejected"},
      {"empty", Stage::end_of_message, "", "554 5.7.1 Command rejected"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Answer answer = parse_answer(row.stage, Packet{'y', row.data});
    CHECK(answer.kind == Kind::reply);
    CHECK(answer.text == row.text);
  }
  CHECK(without_doubled_percent("50%% of 100%%") == "50% of 100%");
}

TEST_CASE("milter/answer: changes are read, malformed ones are nothing") {
  struct Row {
    const char* what;
    char letter;
    std::string data;
    bool is_change;
    uint32_t index;
    std::string name, value;
  };
  const Row rows[] = {
      {"add header", 'h', "X-A\0one\n two\0"s, true, 0, "X-A", "one\n two"},
      {"insert header", 'i', "\0\0\0\2X-A\0v\0"s, true, 2, "X-A", "v"},
      {"change header", 'm', "\0\0\0\1Subject\0\0"s, true, 1, "Subject", ""},
      {"add recipient", '+', "<a@b>\0"s, true, 0, "<a@b>", ""},
      {"add recipient with arguments", '2', "<a@b>\0NOTIFY=NEVER\0"s, true, 0, "<a@b>", "NOTIFY=NEVER"},
      {"arguments left out", '2', "<a@b>\0"s, true, 0, "<a@b>", ""},
      {"delete recipient", '-', "<a@b>\0"s, true, 0, "<a@b>", ""},
      {"change sender", 'e', "<>\0RET=HDRS\0"s, true, 0, "<>", "RET=HDRS"},
      {"body", 'b', "x\0y\r\n"s, true, 0, "", "x\0y\r\n"s},
      {"empty body", 'b', "", true, 0, "", ""},
      {"quarantine", 'q', "why\0"s, true, 0, "", "why"},
      {"header without value", 'h', "X-A\0"s, false, 0, "", ""},
      {"header without end", 'h', "X-A\0v"s, false, 0, "", ""},
      {"header without name", 'h', "\0v\0"s, false, 0, "", ""},
      {"header without index", 'm', "\0\0"s, false, 0, "", ""},
      {"recipient without end", '+', "<a@b>", false, 0, "", ""},
      {"no recipient", '-', "", false, 0, "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Answer answer = parse_answer(Stage::end_of_message, Packet{row.letter, row.data});
    CHECK(answer.kind == (row.is_change ? Kind::change : Kind::progress));
    CHECK(answer.change.index == row.index);
    CHECK(answer.change.name == row.name);
    CHECK(answer.change.value == row.value);
  }
}

}  // namespace sm::milter
