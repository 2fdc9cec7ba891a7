// Intervals of sendmail.cf and the delay= field of log lines.
#include "lib/base/interval.h"

#include <doctest/doctest.h>

using namespace sm;

TEST_CASE("base/interval: units add up, a bare last number has the option's unit") {
  struct Row {
    std::string_view text;
    char unit;
    int64_t seconds;
  };
  const Row rows[] = {{"5d", 's', 432000},  {"1h30m", 's', 5400}, {"90", 'm', 5400}, {"1h30", 'm', 5400},
                      {"now", 'd', 0},      {"-1m", 's', -60},    {"", 'h', 0},      {"2w", 'm', 1209600},
                      {"4H", 'm', 14400}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_interval(row.text, row.unit).value.count() == row.seconds);
    CHECK(!parse_interval(row.text, row.unit).bad_unit);
  }
}

TEST_CASE("base/interval: an unknown unit is reported and read as the default") {
  Interval bad = parse_interval("3x", 'h');
  CHECK(bad.bad_unit == 'x');
  CHECK(bad.value.count() == 3 * 3600);
}

TEST_CASE("base/interval: delays are written as in sendmail's log") {
  CHECK(format_delay(seconds(5)) == "00:00:05");
  CHECK(format_delay(seconds(93784)) == "1+02:03:04");
  CHECK(format_long_interval(seconds(5 * 86400)) == "5 days");
  CHECK(format_long_interval(seconds(5400)) == "1 hour 30 minutes");
}
