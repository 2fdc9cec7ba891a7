// The command line as forty years of scripts write it.
#include "sendmaild/cli/options.h"

#include <doctest/doctest.h>

using namespace sm::cli;

namespace {

CommandLine parsed(std::vector<std::string> argv) {
  auto line = parse_command_line(argv);
  REQUIRE(line.ok());
  return *line;
}

}  // namespace

TEST_CASE("cli/options: names and -b choose the mode, -q without -b runs the queue") {
  struct Row {
    const char* what;
    std::vector<std::string> argv;
    Mode mode;
  };
  const Row rows[] = {
      {"the default", {"sendmail", "lee"}, Mode::deliver},
      {"mailq", {"/usr/bin/mailq"}, Mode::print_queue},
      {"newaliases", {"newaliases"}, Mode::rebuild_aliases},
      {"smtpd", {"smtpd"}, Mode::daemon},
      {"a -b wins over the name", {"mailq", "-bd"}, Mode::daemon},
      {"daemon with an interval", {"sendmail", "-bd", "-q30m"}, Mode::daemon},
      {"a queue run", {"sendmail", "-q"}, Mode::queue_run},
      {"a verbose queue run", {"sendmail", "-q", "-v"}, Mode::queue_run},
      {"the msp runner", {"sendmail", "-L", "sm-msp-queue", "-Ac", "-q1h"}, Mode::queue_run},
      {"test mode", {"sendmail", "-C", "x.cf", "-bt"}, Mode::address_test},
      {"quarantining", {"sendmail", "-Qwhy", "-qRkim"}, Mode::queue_run},
      {"everything, when nothing is selected", {"sendmail", "-Qwhy"}, Mode::queue_run},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(parsed(row.argv).mode == row.mode);
  }
}

TEST_CASE("cli/options: how mail programs call it") {
  CommandLine line = parsed({"sendmail", "-i", "-f", "a@b", "--", "c@d", "-x"});
  CHECK(line.ignore_dots);
  CHECK(line.sender == "a@b");
  CHECK(line.recipients == std::vector<std::string>{"c@d", "-x"});

  line = parsed({"sendmail", "-oem", "-oi", "-ti", "-FLee Naver", "-f", ""});
  CHECK(line.ignore_dots);
  CHECK(line.recipients_from_header);
  CHECK(line.full_name == "Lee Naver");
  CHECK(line.sender == "");
  CHECK(line.settings[0] == std::pair<char, std::string>('o', "em"));

  line = parsed({"sendmail", "-d0.1", "-bv", "root"});
  CHECK(line.debug == "0.1");
  CHECK(line.recipients == std::vector<std::string>{"root"});
}

TEST_CASE("cli/options: the forms of -q") {
  CommandLine line = parsed({"sendmail", "-qRdaum.net", "-q!Slee", "-qf"});
  REQUIRE(line.queue.limits.size() == 2);
  CHECK(line.queue.limits[0].kind == QueueLimit::Kind::recipient);
  CHECK(line.queue.limits[0].text == "daum.net");
  CHECK(line.queue.limits[1].negated);
  CHECK(line.queue.foreground);
  CHECK(parsed({"sendmail", "-bd", "-q1h30m"}).queue.interval == std::chrono::seconds(5400));
  CHECK(parsed({"sendmail", "-q15"}).queue.interval == std::chrono::seconds(900));
}

TEST_CASE("cli/options: what is wrong is said with status 64") {
  const std::vector<std::vector<std::string>> rows = {
      {"sendmail", "-bz"},          {"sendmail", "-y"},     {"sendmail", "-f", "a", "-r", "b"}, {"sendmail", "-Rsome"},
      {"sendmail", "-Nsometimes"},  {"sendmail", "-qx"},    {"sendmail", "-h", "many"},         {"sendmail", "-C"},
      {"sendmail", "-B", "16BIT"},  {"sendmail", "-V", "a=b"}, {"sendmail", "--nothing"},
      {"sendmail", "-d0.1", "-D", "file"}, {"sendmail", "-Q."}, {"sendmail", "-Qwhy", "-bp"}};
  for (const auto& argv : rows) {
    CAPTURE(argv[1]);
    auto line = parse_command_line(argv);
    REQUIRE_FALSE(line.ok());
    CHECK(line.error().status == sm::ExitStatus::usage);
  }
}
