// Trimming, splitting and number parsing over string_view. Nothing here allocates unless it returns strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm {

// Without white space (space, tab, newline, CR, FF, VT) at either end / at the left / at the right.
std::string_view trim(std::string_view text);
std::string_view trim_left(std::string_view text);
std::string_view trim_right(std::string_view text);

// Pieces between separators, empty ones included: split("a,,b", ',') is {"a", "", "b"}; split("", ',') is {""}.
std::vector<std::string_view> split(std::string_view text, char separator);
// Runs of non-blank characters: words("  a b ") is {"a", "b"}.
std::vector<std::string_view> words(std::string_view text);

// The whole text as a decimal number; nothing when it has other characters or is out of range.
std::optional<int64_t> parse_int(std::string_view text);
// As C's atoi for 64 bits: leading white space and sign, digits up to the first other character, else 0; saturates.
int64_t parse_leading_int(std::string_view text);

// Control characters as \n, \r, \t or \ooo and backslash as \\: what may go into a log line or onto a terminal.
std::string escape_controls(std::string_view text);

// sendmail's way to quote a long text in a reply or message: `limit` characters (at least 5), the middle replaced by "...".
std::string shortened(std::string_view text, size_t limit = 203);

// RFC 3461 xtext: printable ASCII except + and = stands for itself, everything else is +XX.
std::string xtext_encode(std::string_view text);
// Nothing when the text is not valid xtext.
std::optional<std::string> xtext_decode(std::string_view text);

}  // namespace sm
