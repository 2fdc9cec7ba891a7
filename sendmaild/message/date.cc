// Formats with fixed English names: the locale has no say in mail.
#include "sendmaild/message/date.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/text.h"

namespace sm::message {

namespace {

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::tm local_time(std::time_t seconds) {
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

// " GMT", or " +0200".
std::string zone_text(const std::tm& local) {
  if (local.tm_gmtoff == 0) return " GMT";
  long minutes = std::labs(local.tm_gmtoff) / 60;
  std::string text = fmt::format(" {}{:02d}{:02d}", local.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return text;
}

std::string date_text(const std::tm& parts, const std::string& zone) {
  return fmt::format("{}, {} {} {} {:02d}:{:02d}:{:02d}{}", kDays.at(static_cast<size_t>(parts.tm_wday)), parts.tm_mday,
                     kMonths.at(static_cast<size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                     parts.tm_sec, zone);
}

template <size_t N>
std::optional<int> index_of(const std::array<const char*, N>& names, std::string_view name) {
  for (size_t i = 0; i < N; ++i)
    if (name == names.at(i)) return static_cast<int>(i);
  return std::nullopt;
}

}  // namespace

std::string rfc5322_date(system_clock::time_point time) {
  std::tm local = local_time(to_seconds(time));
  return date_text(local, zone_text(local));
}

std::string ctime_date(system_clock::time_point time) {
  std::tm local = local_time(to_seconds(time));
  return fmt::format("{} {} {:2d} {:02d}:{:02d}:{:02d} {}", kDays.at(static_cast<size_t>(local.tm_wday)),
                     kMonths.at(static_cast<size_t>(local.tm_mon)), local.tm_mday, local.tm_hour, local.tm_min,
                     local.tm_sec, local.tm_year + 1900);
}

std::optional<std::string> rfc5322_from_ctime(std::string_view text) {
  std::vector<std::string_view> parts = words(text);
  if (parts.size() < 4) return std::nullopt;
  std::optional<int> day = index_of(kDays, parts[0]);
  std::optional<int> month = index_of(kMonths, parts[1]);
  std::optional<int64_t> date = parse_int(parts[2]);
  std::vector<std::string_view> clock = split(parts[3], ':');
  if (!day || !month || !date || clock.size() < 2) return std::nullopt;
  std::tm then{};
  then.tm_wday = *day;
  then.tm_mon = *month;
  then.tm_mday = static_cast<int>(*date);
  then.tm_hour = static_cast<int>(parse_leading_int(clock[0]));
  then.tm_min = static_cast<int>(parse_leading_int(clock[1]));
  then.tm_sec = clock.size() > 2 ? static_cast<int>(parse_leading_int(clock[2])) : 0;
  std::tm now = local_time(std::time(nullptr));
  // The year is the last word; in between there may be a zone.
  std::optional<int64_t> year = parts.size() > 4 ? parse_int(parts.back()) : std::nullopt;
  then.tm_year = year && *year >= 1900 && *year < 10000 ? static_cast<int>(*year) - 1900 : now.tm_year;
  return date_text(then, zone_text(now));
}

std::string duration_words(std::chrono::seconds value) {
  if (value.count() < 0) return "too long";
  if (value.count() == 0) return "zero seconds";
  struct Unit {
    int64_t seconds;
    const char* name;
  };
  constexpr std::array<Unit, 5> kUnits = {{{604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}};
  std::string text;
  int64_t rest = value.count();
  for (const Unit& unit : kUnits) {
    int64_t count = rest / unit.seconds;
    rest %= unit.seconds;
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}{}", count, unit.name, count == 1 ? "" : "s");
  }
  return text;
}

}  // namespace sm::message
