// Dates of mail.
#include "sendmaild/message/date.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>

#include "lib/base/clock.h"
#include "sendmaild/message/message_id.h"

using namespace sm;
using namespace sm::message;

TEST_CASE("message/date: formats of Date, From_ lines and message ids") {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  TimePoint time = from_seconds(1749117609);
  CHECK(rfc5322_date(time) == "Thu, 5 Jun 2025 10:00:09 GMT");
  CHECK(ctime_date(time) == "Thu Jun  5 10:00:09 2025");
  CHECK(compact_time(time) == "202506051000");
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  CHECK(rfc5322_date(time) == "Thu, 5 Jun 2025 12:00:09 +0200");
  ::setenv("TZ", "NST3:30", 1);
  ::tzset();
  CHECK(rfc5322_date(time) == "Thu, 5 Jun 2025 06:30:09 -0330");
  ::setenv("TZ", "UTC", 1);
  ::tzset();
}

TEST_CASE("message/date: From_ lines back") {
  CHECK(rfc5322_from_ctime("Mon Jan  5 10:00:00 2004") == "Mon, 5 Jan 2004 10:00:00 GMT");
  CHECK(rfc5322_from_ctime("Mon Jan  5 10:00 2004") == "Mon, 5 Jan 2004 10:00:00 GMT");
  for (const char* text : {"", "x", "Foo Jan  5 10:00:00 2004", "Mon Jan x 10:00:00 2004"}) {
    CAPTURE(text);
    CHECK(!rfc5322_from_ctime(text));
  }
}

TEST_CASE("message/date: durations in words") {
  const std::pair<int64_t, const char*> rows[] = {
      {432000, "5 days"},   {777600, "1 week, 2 days"}, {14400, "4 hours"}, {16200, "4 hours, 30 minutes"},
      {1, "1 second"},      {0, "zero seconds"},        {-1, "too long"},
  };
  for (const auto& [seconds, words] : rows) CHECK(duration_words(std::chrono::seconds(seconds)) == words);
}
