// Enhanced mail system status codes (RFC 3463): class.subject.detail.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace sm::smtp {

struct EnhancedCode {
  int status_class = 0;  // 2, 4 or 5; 0: no code
  int subject = 0;       // 0 … 999
  int detail = 0;

  bool is_set() const { return status_class != 0; }
  auto operator<=>(const EnhancedCode&) const = default;
  std::string text() const;  // "5.1.1"; empty when not set
};

// Parses a code at the start of `text`; `consumed`, when given, receives its length without the blank behind it. Nothing
// unless it is a whole word of the form d.ddd.ddd with class 2, 4 or 5.
std::optional<EnhancedCode> parse_enhanced_code(std::string_view text, size_t* consumed = nullptr);

}  // namespace sm::smtp
