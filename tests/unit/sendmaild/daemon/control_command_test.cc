// Commands of the control socket: what is answered, and what the daemon is asked to do.
#include "sendmaild/daemon/control_command.h"

#include <doctest/doctest.h>

namespace sm::daemon {
namespace {

ControlFacts some_facts() {
  ControlFacts facts;
  facts.children = 2;
  facts.max_children = 40;
  facts.load = 3;
  facts.file_systems = {{".", 5000}, {"q2", 70}};
  facts.processes = {{10, "accepting connections"}, {11, "console socket child"}};
  facts.help = [] { return std::string("214 2.0.0 End of HELP info\r\n"); };
  return facts;
}

constexpr const char* kStatus = "2/40/5000/3\r\n10 accepting connections\r\n11 console socket child\r\n";
constexpr const char* kMachineStatus =
    "C:2\r\nM:0\r\nL:3\r\nQ:NOTCONFIGURED:-1\r\nD:0/./5000\r\nD:1/q2/70\r\n"
    "P:10 accepting connections\r\nP:11 console socket child\r\n";
constexpr const char* kMemory = "Memory dump unavailable.\r\nTo fix, run sendmail with -dsm_check_heap.4\r\n";
constexpr const char* kHelp = "214 2.0.0 End of HELP info\r\n";

TEST_CASE("daemon/control_command: each command has its answer and its wish") {
  struct Row {
    const char* what;
    std::string line;
    const char* text;
    ControlRequest request;
  };
  const Row rows[] = {
      {"help", "help", kHelp, ControlRequest::none},
      {"case does not matter", "HeLp", kHelp, ControlRequest::none},
      {"blanks before the word", " \thelp", kHelp, ControlRequest::none},
      {"the rest of the line is ignored", "help smtp", kHelp, ControlRequest::none},
      {"a CR ends the word", "help\rx", kHelp, ControlRequest::none},
      {"status", "status", kStatus, ControlRequest::none},
      {"mstat", "mstat", kMachineStatus, ControlRequest::none},
      {"memdump", "memdump", kMemory, ControlRequest::none},
      {"restart", "restart", "OK\r\n", ControlRequest::restart},
      {"shutdown", "shutdown", "OK\r\n", ControlRequest::shutdown},
      {"nothing", "", "Bad command ()\r\n", ControlRequest::none},
      {"another word", "stop now", "Bad command (stop)\r\n", ControlRequest::none},
      {"a longer word", "shutdowns", "Bad command (shutdowns)\r\n", ControlRequest::none},
      {"a NUL ends the word", std::string("a\0b", 3), "Bad command (a)\r\n", ControlRequest::none},
      {"other bytes come back as they are", "b\x07\x80", "Bad command (b\x07\x80)\r\n", ControlRequest::none},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    ControlAnswer answer = answer_control_command(row.line, some_facts());
    CHECK(answer.text == row.text);
    CHECK(answer.request == row.request);
  }
}

TEST_CASE("daemon/control_command: free space that could not be asked for is -1") {
  ControlFacts facts = some_facts();
  facts.file_systems.clear();
  facts.processes.clear();
  CHECK(answer_control_command("status", facts).text == "2/40/-1/3\r\n");
  CHECK(answer_control_command("mstat", facts).text == "C:2\r\nM:0\r\nL:3\r\nQ:NOTCONFIGURED:-1\r\n");
}

}  // namespace
}  // namespace sm::daemon
