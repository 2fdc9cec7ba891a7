// Character classes and case folding of ASCII, independent of the locale. Bytes above 127 belong to no class and fold
// to themselves.
#pragma once

#include <string>
#include <string_view>

namespace sm::ascii {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_control(char c) { return (c >= 0 && c < 32) || c == 127; }
constexpr bool is_print(char c) { return c >= 32 && c < 127; }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }

std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
// Strict weak order that ignores ASCII case.
int compare_ignoring_case(std::string_view a, std::string_view b);

struct LessIgnoringCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return compare_ignoring_case(a, b) < 0; }
};

// For unordered containers keyed by text without regard to case, looked up by string_view.
struct HashIgnoringCase {
  using is_transparent = void;
  size_t operator()(std::string_view text) const;
};
struct EqualIgnoringCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return equal_ignoring_case(a, b); }
};

}  // namespace sm::ascii
