// Dates of mail: RFC 5322 for Date and Received ($b, $a), ctime for "From " lines and mailq ($d), and the way back from
// "From " lines. Local time is that of TZ.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sm::message {

using std::chrono::system_clock;

// "Sun, 22 Nov 2026 04:06:09 GMT", "Thu, 5 Jun 2025 12:00:00 +0200".
std::string rfc5322_date(system_clock::time_point time);
// "Sun Nov 22 04:06:09 2026".
std::string ctime_date(system_clock::time_point time);
// The date of a "From " line's ctime text as RFC 5322 wants it; nothing if it is none.
std::optional<std::string> rfc5322_from_ctime(std::string_view text);

// "5 days", "1 week, 2 days", "4 hours, 30 minutes"; "too long" and "zero seconds" for the corner cases of queue timeouts.
std::string duration_words(std::chrono::seconds value);

}  // namespace sm::message
