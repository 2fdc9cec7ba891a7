// The restricted shell: what gets through, what is refused, and in which words.
#include "smrsh/command_line.h"

#include <doctest/doctest.h>

using namespace sm;
using namespace sm::smrsh;

TEST_CASE("smrsh/command_line: only programs of the folder, joined by && and ||") {
  struct Row {
    const char* what;
    std::string_view command;
    std::string result;   // the rewritten command; empty: refused
    std::string said;
  };
  auto look_up = [](const std::string& path) {
    if (path == "/etc/smrsh/keep" || path == "/etc/smrsh/log") return Availability::available;
    return path == "/etc/smrsh/folder" ? Availability::not_a_file : Availability::stat_failed;
  };
  const Row rows[] = {
      {"plain", "keep", "/etc/smrsh/keep", ""},
      {"the path is replaced", "/usr/local/bin/keep -x 'a b'", "/etc/smrsh/keep -x 'a b'", ""},
      {"chain", "keep a && log b||echo no", "/etc/smrsh/keep a  && /etc/smrsh/log b || echo no", ""},
      {"exec", "exec keep", "exec /etc/smrsh/keep", ""},
      {"exit", "exit 75", "exit 75", ""},
      {"unknown", "rm -rf x", "", "\"rm\" not available for sendmail programs (stat failed)"},
      {"unknown behind a good one", "keep && sh", "", "\"sh\" not available for sendmail programs (stat failed)"},
      {"folder", "folder", "", "\"folder\" not available for sendmail programs (not a file)"},
      {"semicolon", "keep; sh", "", "\"keep;\" not available for sendmail programs (stat failed)"},
      {"redirection", "keep > /etc/passwd", "", "cannot use > in command"},
      {"single ampersand", "keep & log", "", "cannot use & in command"},
      {"pipe", "keep | log", "", "cannot use | in command"},
      {"substitution", "keep $(sh)", "", "cannot use $ in command"},
      {"backquote", "keep `sh`", "", "cannot use ` in command"},
      {"line break", "keep\nsh", "", "cannot use \n in command"},
      {"exec of nothing", "exec", "", "missing command to exec"},
      {"nothing", " ", "", "Usage: smrsh -c command"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Checked checked = check_command(row.command, "/etc/smrsh", look_up);
    CHECK(checked.command == row.result);
    CHECK(checked.refusal.said == row.said);
  }
}

TEST_CASE("smrsh/command_line: the eighth bit does not smuggle a character past the check") {
  std::string command = "keep \xbc x";  // '<' with the eighth bit
  CHECK(check_command(command, "/etc/smrsh", [](const std::string&) { return Availability::available; }).command.empty());
}

TEST_CASE("smrsh/command_line: a command line has a limit") {
  std::string longest(2000, 'x');
  CHECK(check_command(longest, "/etc/smrsh", [](const std::string&) { return Availability::available; }).command.empty());
}
