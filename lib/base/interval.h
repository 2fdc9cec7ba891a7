// Time intervals as sendmail.cf writes them: "1h30m", "5d", "90" (in the option's default unit), "now".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sm {

using std::chrono::seconds;

struct Interval {
  seconds value{0};
  // The unit letters that were not one of w d h m s: the caller reports each (sendmail says "Invalid time unit `x'"),
  // and the default unit was used instead.
  std::string bad_units;
};

// `default_unit` ('w' 'd' 'h' 'm' 's') belongs to a last number without a unit. A leading '-' negates; "now" is 0.
Interval parse_interval(std::string_view text, char default_unit);

// The log form of delays: "00:00:05", "1+02:03:04" with days in front.
std::string format_delay(seconds value);

// The -d and report form: "5 days", "1 hour 30 minutes"; "now" when zero and brief is not wanted.
std::string format_long_interval(seconds value);

}  // namespace sm
