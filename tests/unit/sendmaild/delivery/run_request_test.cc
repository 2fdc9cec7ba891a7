// What ETRN asks for, and how the receiver tells the sender.
#include "sendmaild/delivery/run_request.h"

#include <doctest/doctest.h>

#include "sendmaild/queue/qf_format.h"

using namespace sm;

TEST_CASE("delivery/run_request: the messages of a node") {
  struct Row {
    const char* what;
    const char* node;
    const char* recipient;
    bool expected;
  };
  const Row rows[] = {
      {"a host", "remote.test", "<kim@remote.test>", true},
      {"without its subdomains", "remote.test", "<kim@sub.remote.test>", false},
      {"a domain", "@remote.test", "<kim@remote.test>", true},
      {"with its subdomains", "@remote.test", "<kim@sub.remote.test>", true},
      {"capitals do not matter", "Remote.Test", "<kim@remote.test>", true},
      {"nothing is negated", "!remote.test", "<kim@other.test>", false},
      {"another host", "other.test", "<kim@remote.test>", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    queue::QfContents contents;
    contents.recipients.resize(1);
    contents.recipients[0].address = row.recipient;
    queue::Selector selector = delivery::selector_of_node(row.node);
    CHECK(selector.has_conditions());
    CHECK(selector.matches("6AS9j1dq009540", contents) == row.expected);
  }
  queue::Selector group = delivery::selector_of_node("#slow");
  CHECK(group.group() == "slow");
  CHECK(!group.has_conditions());
}

TEST_CASE("delivery/run_request: a line for the pipe, and back") {
  struct Row {
    const char* what;
    std::string node;
    bool passes;
  };
  const Row rows[] = {
      {"a host", "remote.test", true},
      {"a group", "#slow", true},
      {"with blanks", "remote.test and more", true},
      {"nothing", "", false},
      {"two lines", "a\nrun b", false},
      {"too long for a line", std::string(201, 'x'), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto line = delivery::format_run_request(row.node);
    REQUIRE(line.has_value() == row.passes);
    if (line) CHECK(delivery::parse_run_request(std::string_view(*line).substr(0, line->size() - 1)) == row.node);
  }
  CHECK(!delivery::parse_run_request("0 0 6AS9j1dq009540"));
  CHECK(!delivery::parse_run_request("run "));
}
