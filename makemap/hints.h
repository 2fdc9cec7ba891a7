// What to do about a message: a second line on stderr for the mistakes that are made most often. The first line is
// always the one makemap has always printed.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/exit_status.h"

namespace sm::makemap {

// Prints "error opening type TYPE map NAME: REASON" and what to do about it. Where one type after the other was tried, the
// reason of the last one is not told.
void report_open_error(const std::string& type, const std::string& map_name, const std::string& path,
                       std::string_view reason);
// For "error opening type TYPE map NAME: REASON"; empty when there is nothing to add.
std::string open_hint(const std::string& type, const std::string& map_name, const std::string& path,
                      std::string_view reason);
// For a value of an access map that is no action sendmail knows ("RELAY  -> a note"); empty when it is one.
std::string access_value_hint(std::string_view value);
// Whether the map is an access map by its name.
bool is_access_map(std::string_view map_name);

}  // namespace sm::makemap
