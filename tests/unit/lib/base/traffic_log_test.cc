// -X: text in pieces of any size comes out as lines.
#include "lib/base/traffic_log.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/posix.h"
#include "tests/support/scratch_folder.h"

using namespace sm;

TEST_CASE("base/traffic_log: lines of both directions and what happened") {
  test::ScratchFolder scratch;
  const std::string path = scratch.path() + "/traffic";
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600));
  REQUIRE(file.valid());
  auto log = std::make_shared<const TrafficLog>(std::move(file));
  TrafficLines in(log, TrafficLog::Direction::in), out(log, TrafficLog::Direction::out);
  log->note("CONNECT mx.test.");
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
