// Ids have sendmail's form, sort by time and never repeat.
#include "sendmaild/queue/queue_id.h"

#include <doctest/doctest.h>

#include <set>

#include "sendmaild/queue/files/queue_file.h"

using namespace sm;
using namespace sm::queue;

TEST_CASE("queue/queue_id: time, counter and process id") {
  // Sun Nov 22 04:06:09 2026 UTC, as in 6AM469P4028360.
  ManualClock clock(from_seconds(1795320369));
  QueueIdSource ids(clock, 28360);
  std::string id = ids.next();
  CHECK(id.size() == 14);
  CHECK(id.substr(0, 6) == "6AM469");
  CHECK(id.substr(8) == "028360");
  CHECK(is_queue_id(id));
  CHECK(QueueIdSource(clock, 1234567).next().size() == 15);
}

TEST_CASE("queue/queue_id: no id comes twice") {
  ManualClock clock(from_seconds(1795320369));
  QueueIdSource ids(clock, 1);
  std::set<std::string> seen;
  for (int i = 0; i < 7000; ++i) {
    if (i == 3600) clock.advance(std::chrono::seconds(1));
    CHECK(seen.insert(ids.next()).second);
  }
}

TEST_CASE("queue/queue_id: names that are none") {
  for (const char* text : {"", "abc", "6AM469P4028360.bak", "../6AM469P4028360", "6AM469P402836012345678"}) {
    CAPTURE(text);
    CHECK(!is_queue_id(text));
  }
}
