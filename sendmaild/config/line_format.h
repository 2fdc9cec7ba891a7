// The scanf(3) formats F lines may have: "%s" takes the first word of a line, "%[^\n]" the whole line. Only what makes
// sense for one string is known: %s, %[set], widths, `*`, and literal text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sm::config {

// The first string the format takes out of the line; nothing when it does not match, or takes no string.
std::optional<std::string> scan_line(std::string_view line, std::string_view format);

}  // namespace sm::config
