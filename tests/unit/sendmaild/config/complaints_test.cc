// Every complaint about a sendmail.cf, beside what sendmail was seen to say (tests/golden/config/complaints.txt).
#include <doctest/doctest.h>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/config/parse_config.h"
#include "tests/unit/sendmaild/config/test_host.h"

using namespace sm;
using namespace sm::config;

namespace {

const std::string kHead = "V10/Berkeley\nO QueueDirectory=/\n";
const std::string kTail =
    "\nS3\nR$*\t\t\t$: $1\nS0\nR$*\t\t\t$#local $: $1\n\n"
    "Mlocal, P=/bin/true, F=lsDFMAw5:/|@q, S=10, R=20, A=true -d $u\n"
    "Mprog, P=/bin/sh, F=lsDFMoqeu9, S=10, R=20, A=sh -c $u\n"
    "Mnet, P=[IPC], F=mDFMuX, S=11/31, R=21/41, E=\\r\\n, L=990, A=TCP $h\n";

struct Case {
  int line = 0;
  char mode = 't';
  int status = 0;
  std::string file;
  std::vector<std::string> expected;
};

std::vector<Case> read_cases(const std::string& text) {
  std::vector<Case> out;
  bool answer = false;
  int number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (line.starts_with("=== -b")) {
      Case& made = out.emplace_back();
      made.line = number;
      made.mode = line[6];
      made.status = static_cast<int>(parse_leading_int(line.substr(8)));
      answer = false;
    } else if (!out.empty() && line == "---") {
      answer = true;
    } else if (!out.empty() && !answer) {
      out.back().file += std::string(line) + "\n";
    } else if (!out.empty() && !line.empty()) {
      out.back().expected.emplace_back(trim(line));
    }
  }
  return out;
}

// One message may be several lines; control characters and indentation as the recording has them.
std::vector<std::string> shown(const std::string& output) {
  std::vector<std::string> out;
  for (std::string_view line : split(output, '\n')) {
    std::string text;
    for (char c : line) {
      if (c == '\r') continue;
      if (c == '\x01')
        text += "^A";
      else if (c == '\t')
        text += "^I";
      else
        text += c;
    }
    std::string_view trimmed = trim(text);
    if (!trimmed.empty()) out.emplace_back(trimmed);
  }
  return out;
}

}  // namespace

TEST_CASE("config: complaints have sendmail's words, order and exit status") {
  Result<std::string> text = read_file(std::string(SM_SOURCE_DIR) + "/tests/golden/config/complaints.txt");
  REQUIRE(text);
  HostFacts host = testing::test_host();
  for (const Case& one : read_cases(*text)) {
    std::string file = one.file.starts_with('!') ? one.file.substr(1) : kHead + one.file + kTail;
    size_t queue = file.find("O QueueDirectory=/var/spool/mqueue\n");
    if (queue != std::string::npos) file.replace(queue, 34, "O QueueDirectory=/");
    CommandLineSettings command_line;
    command_line.operation_mode = one.mode;
    command_line.test_mode = one.mode == 't';
    command_line.check_filters = one.mode == 'd';
    std::string output;
    ParseOutcome outcome =
        parse_config_text(file, "/etc/mail/sendmail.cf", command_line, host, {}, [&](const Complaint& complaint) {
          output += format_complaint(complaint, one.mode == 'd');
        });
    CAPTURE(one.line);
    CAPTURE(file);
    CHECK(shown(output) == one.expected);
    CHECK(to_int(outcome.status) == one.status);
  }
}
