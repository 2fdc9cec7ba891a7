// See the header.
#include "sendmaild/smtp/enhanced_code.h"

#include "lib/base/ascii.h"

namespace sm::smtp {
namespace {

// Reads one to three digits at `at`; -1 when there is none or there are more.
int take_number(std::string_view text, size_t& at) {
  int value = 0;
  size_t start = at;
  while (at < text.size() && ascii::is_digit(text[at]) && at - start < 4) value = value * 10 + (text[at++] - '0');
  size_t digits = at - start;
  return digits >= 1 && digits <= 3 ? value : -1;
}

}  // namespace

std::string EnhancedCode::text() const {
  if (!is_set()) return {};
  return std::to_string(status_class) + "." + std::to_string(subject) + "." + std::to_string(detail);
}

std::optional<EnhancedCode> parse_enhanced_code(std::string_view text, size_t* consumed) {
  if (text.size() < 5 || text[1] != '.') return std::nullopt;
  if (text[0] != '2' && text[0] != '4' && text[0] != '5') return std::nullopt;
  EnhancedCode code;
  code.status_class = text[0] - '0';
  size_t at = 2;
  code.subject = take_number(text, at);
  if (code.subject < 0 || at >= text.size() || text[at] != '.') return std::nullopt;
  ++at;
  code.detail = take_number(text, at);
  if (code.detail < 0 || (at < text.size() && !ascii::is_space(text[at]))) return std::nullopt;
  if (consumed != nullptr) *consumed = at;
  return code;
}

}  // namespace sm::smtp
