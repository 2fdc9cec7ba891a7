// See the header.
#include "lib/base/interval.h"

#include <fmt/format.h>

#include <optional>

#include "lib/base/ascii.h"

namespace sm {
namespace {

std::optional<int64_t> unit_seconds(char unit) {
  switch (unit) {
    case 'w': return 7 * 86400;
    case 'd': return 86400;
    case 'h': return 3600;
    case 'm': return 60;
    case 's': return 1;
    default: return std::nullopt;
  }
}

}  // namespace

Interval parse_interval(std::string_view text, char default_unit) {
  Interval result;
  if (ascii::equal_ignoring_case(text, "now")) return result;
  bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  constexpr int64_t kLimit = int64_t{1} << 40;  // about 35,000 years: sums cannot overflow
  int64_t total = 0;
  while (!text.empty()) {
    int64_t number = 0;
    while (!text.empty() && ascii::is_digit(text.front())) {
      number = std::min(kLimit, number * 10 + (text.front() - '0'));
      text.remove_prefix(1);
    }
    char unit = default_unit;
    if (!text.empty()) {
      unit = text.front();
      text.remove_prefix(1);
    }
    auto factor = unit_seconds(unit);
    if (!factor) {
      result.bad_units += unit;
      factor = unit_seconds(default_unit);
    }
    total = std::min(kLimit, total + std::min(kLimit, number) * *factor);
  }
  result.value = seconds(negative ? -total : total);
  return result;
}

std::string format_delay(seconds value) {
  int64_t s = std::max<int64_t>(0, value.count());
  std::string clock = fmt::format("{:02}:{:02}:{:02}", s / 3600 % 24, s / 60 % 60, s % 60);
  return s >= 86400 ? fmt::format("{}+{}", s / 86400, clock) : clock;
}

std::string format_long_interval(seconds value) {
  int64_t s = value.count();
  if (s <= 0) return "now";
  struct Unit {
    int64_t size;
    const char* name;
  };
  constexpr Unit kUnits[] = {{7 * 86400, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  std::string text;
  for (const Unit& unit : kUnits) {
    int64_t n = s / unit.size;
    s %= unit.size;
    if (n == 0) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{} {}{}", n, unit.name, n == 1 ? "" : "s");
  }
  return text;
}

}  // namespace sm
