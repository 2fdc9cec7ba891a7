// -X: text in pieces of any size comes out as lines.
#include "lib/base/traffic_log.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/posix.h"
#include "tests/support/scratch_folder.h"

using namespace sm;

TEST_CASE("base/traffic_log: lines of both directions and what happened") {
  test::ScratchFolder scratch;
  const std::string path = scratch.path() + "/traffic";
  auto log = TrafficLog::open(path);
  REQUIRE(log.ok());
  TrafficLines in(*log, TrafficLog::Direction::in), out(*log, TrafficLog::Direction::out);
  (*log)->note("CONNECT mx.test.");
  in.feed("250-first\r\n250 sec");
  out.feed("MAIL\r\nRCPT\r\n");
  in.feed("ond\r\n\nrest");
  in.finish();
  out.finish();
  const std::string pid = fmt::format("{:05}", ::getpid());
  std::string expected;
  for (const char* line : {"=== CONNECT mx.test.", "<<< 250-first", ">>> MAIL", ">>> RCPT", "<<< 250 second", "<<< ", "<<< rest", "<<< [EOF]"})
    expected += pid + " " + line + "\n";
  CHECK(*read_file(path) == expected);
}

TEST_CASE("base/traffic_log: a file that cannot be opened is said with its reason") {
  auto log = TrafficLog::open("/nonexistent/traffic");
  REQUIRE(!log.ok());
  CHECK(log.error().text == "cannot open /nonexistent/traffic: No such file or directory");
  CHECK(log.error().status == ExitStatus::cannot_create);
}
