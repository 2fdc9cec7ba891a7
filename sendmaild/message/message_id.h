// Message ids: the macro t and the default "<$t.$i@$j>".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sm::message {

// $t: UTC, "202611220406".
std::string compact_time(std::chrono::system_clock::time_point time);
// The id of a Message-Id field for the log's msgid=: the first "<…>", else the text without blanks at the ends.
std::string message_id_of(std::string_view value);

}  // namespace sm::message
