// Where a filter stands after what it said; what it is told at each stage.
#include "sendmaild/milter/conversation.h"

#include <doctest/doctest.h>

namespace sm::milter {
namespace {

using namespace std::string_literals;
using Kind = Answer::Kind;
using State = Conversation::State;

const MacroLists kNoMacros;

Packet agreement(uint32_t steps, uint32_t version = 6, const std::string& macros = "") {
  std::string data;
  append_number(data, version);
  append_number(data, action::kAll);
  append_number(data, steps);
  return Packet{'O', data + macros};
}

Conversation agreed(uint32_t steps = 0, uint32_t version = 6) {
  Conversation conversation(kNoMacros);
  REQUIRE(conversation.agree(agreement(steps, version)).ok());
  return conversation;
}

std::optional<std::string> no_macro(const std::string&) { return std::nullopt; }

// Every stage whose event the filter would get now.
std::string stages_taken(Conversation& conversation) {
  std::string letters;
  for (Stage stage : {Stage::connect, Stage::unknown, Stage::rcpt, Stage::data, Stage::header, Stage::end_of_message})
    if (conversation.takes(stage)) letters += facts(stage).command;
  return letters;
}

}  // namespace

TEST_CASE("milter/conversation: what a filter said decides what it hears next") {
  struct Row {
    const char* what;
    std::vector<std::pair<Stage, Kind>> answers;
    State state;
    std::string taken;
  };
  const Row rows[] = {
      {"nothing yet", {}, State::open, "CURTLE"},
      {"a message", {{Stage::helo, Kind::proceed}, {Stage::mail, Kind::proceed}}, State::in_message, "URTLE"},
      {"sender refused", {{Stage::mail, Kind::reject}}, State::open, "CURTLE"},
      {"recipient refused", {{Stage::mail, Kind::proceed}, {Stage::rcpt, Kind::reject}}, State::in_message, "URTLE"},
      {"recipient accepted for good", {{Stage::mail, Kind::proceed}, {Stage::rcpt, Kind::accept}}, State::decided, ""},
      {"session accepted", {{Stage::connect, Kind::accept}}, State::retired, ""},
      {"skipped too early", {{Stage::mail, Kind::skip}}, State::retired, ""},
      {"header refused", {{Stage::mail, Kind::proceed}, {Stage::header, Kind::reply}}, State::decided, ""},
      {"body skipped", {{Stage::mail, Kind::proceed}, {Stage::body, Kind::skip}}, State::in_message, "URTLE"},
      {"sender refused by another filter", {{Stage::mail, Kind::proceed}}, State::in_message, "URTLE"},
      {"done", {{Stage::mail, Kind::proceed}, {Stage::end_of_message, Kind::proceed}}, State::decided, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Conversation conversation = agreed();
    for (const auto& [stage, answer] : row.answers) conversation.note(stage, answer);
    CHECK(conversation.state() == row.state);
    CHECK(stages_taken(conversation) == row.taken);
  }
}

TEST_CASE("milter/conversation: MAIL and HELO begin anew, except for a filter that has heard enough") {
  for (Stage stage : {Stage::helo, Stage::mail}) {
    Conversation decided = agreed();
    decided.note(Stage::mail, Kind::accept);
    CHECK(decided.takes(stage));
    Conversation retired = agreed();
    retired.note(Stage::helo, Kind::accept);
    CHECK(!retired.takes(stage));
  }
  Conversation conversation = agreed();
  conversation.note(Stage::mail, Kind::proceed);
  conversation.note(Stage::body, Kind::skip);
  CHECK(conversation.body_skipped());
  conversation.note(Stage::end_of_message, Kind::proceed);
  CHECK(conversation.takes(Stage::mail));
  CHECK(!conversation.body_skipped());
}

TEST_CASE("milter/conversation: only a filter in a message is told to abort, everyone may be told to quit once") {
  Conversation conversation = agreed();
  CHECK(conversation.abort().empty());
  conversation.note(Stage::mail, Kind::proceed);
  CHECK(conversation.abort() == frame('A', ""));
  CHECK(conversation.abort().empty());
  CHECK_MESSAGE(!conversation.takes(Stage::unknown), "nothing between an aborted message and the next");
  CHECK(conversation.quit() == frame('Q', ""));
  CHECK(conversation.quit().empty());
  for (uint32_t steps : {0x4, 0x4000}) {
    Conversation silent = agreed(steps);
    silent.note(Stage::mail, Kind::proceed);
    CHECK(silent.takes(Stage::rcpt));
    CHECK_MESSAGE(silent.abort().empty(), "it has said nothing about MAIL");
  }
  Conversation closed(kNoMacros);
  CHECK(closed.quit().empty());
}

TEST_CASE("milter/conversation: steps and old versions leave commands and answers out") {
  struct Row {
    const char* what;
    uint32_t steps, version;
    Stage stage;
    bool wanted, answered;
  };
  const Row rows[] = {
      {"all", 0, 6, Stage::helo, true, true},
      {"NOHELO", 0x2, 6, Stage::helo, false, false},
      {"no reply to HELO", 0x2000, 6, Stage::helo, true, false},
      {"no reply to headers", 0x80, 6, Stage::header, true, false},
      {"NOBODY", 0x10, 6, Stage::body, false, false},
      {"the end is always told", 0x1fffff, 6, Stage::end_of_message, true, true},
      {"unknown commands came with version 3", 0, 2, Stage::unknown, false, false},
      {"they did", 0, 3, Stage::unknown, true, true},
      {"DATA came with version 4", 0, 3, Stage::data, false, false},
      {"it did", 0, 4, Stage::data, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Conversation conversation = agreed(row.steps, row.version);
    CHECK(conversation.wants(row.stage) == row.wanted);
    CHECK(conversation.answers(row.stage) == row.answered);
  }
}

TEST_CASE("milter/conversation: macros go before their command, undefined ones are left out") {
  MacroLists defaults;
  defaults[1] = {"{tls_version}", "j"};
  defaults[3] = {"{rcpt_addr}"};
  auto macro = [](const std::string& name) -> std::optional<std::string> {
    if (name == "j") return "mail.test";
    if (name == "i") return "";
    return std::nullopt;
  };
  std::string own_list;
  append_number(own_list, 2);
  append_string(own_list, "i");
  append_number(own_list, 3);
  append_string(own_list, "");

  Conversation conversation(defaults);
  REQUIRE(conversation.agree(agreement(0x2, 6, own_list)).ok());
  CHECK_MESSAGE(conversation.request(Stage::helo, "x\0"s, macro) == frame('D', "Hj\0mail.test\0"s), "HELO is not wanted");
  CHECK_MESSAGE(conversation.request(Stage::mail, "<>\0"s, macro) == frame('D', "Mi\0\0"s) + frame('M', "<>\0"s),
                "defined and empty");
  CHECK_MESSAGE(conversation.request(Stage::rcpt, "<a>\0"s, macro) == frame('R', "<a>\0"s), "an empty list of its own");
  CHECK_MESSAGE(conversation.request(Stage::data, "", macro) == frame('T', ""), "no list at all");

  Conversation other(defaults);
  REQUIRE(other.agree(agreement(0)).ok());
  CHECK_MESSAGE(other.request(Stage::rcpt, "<a>\0"s, no_macro) == frame('D', "R") + frame('R', "<a>\0"s),
                "none of the list is defined");
}

}  // namespace sm::milter
