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
                      {"now", 'd', 0},      {"-1m", 's', -60},    {"", 'h', 0},      {"2w", 'm', 1209600}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_interval(row.text, row.unit).value.count() == row.seconds);
    CHECK(parse_interval(row.text, row.unit).bad_units.empty());
  }
}

TEST_CASE("base/interval: each unknown unit is reported and read as the default") {
  struct Row {
    std::string_view text;
    std::string_view bad_units;
    int64_t seconds;
  };
  const Row rows[] = {{"3x", "x", 3 * 3600}, {"4H", "H", 4 * 3600}, {"1x2d3y", "xy", 4 * 3600 + 2 * 86400}, {"x", "x", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_interval(row.text, 'h').bad_units == row.bad_units);
    CHECK(parse_interval(row.text, 'h').value.count() == row.seconds);
  }
}

TEST_CASE("base/interval: delays are written as in sendmail's log") {
  CHECK(format_delay(seconds(5)) == "00:00:05");
  CHECK(format_delay(seconds(93784)) == "1+02:03:04");
  CHECK(format_long_interval(seconds(5 * 86400)) == "5 days");
  CHECK(format_long_interval(seconds(5400)) == "1 hour 30 minutes");
}
