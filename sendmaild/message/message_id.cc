// See the header.
#include "sendmaild/message/message_id.h"

#include <fmt/format.h>

#include <ctime>

#include "lib/base/clock.h"
#include "lib/base/text.h"

namespace sm::message {

std::string compact_time(std::chrono::system_clock::time_point time) {
  std::time_t seconds = to_seconds(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04d}{:02d}{:02d}{:02d}{:02d}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min);
}

std::string message_id_of(std::string_view value) {
  size_t begin = value.find('<');
  size_t end = begin == std::string_view::npos ? begin : value.find('>', begin);
  if (end != std::string_view::npos) return std::string(value.substr(begin, end - begin + 1));
  return std::string(trim(value));
}

}  // namespace sm::message
