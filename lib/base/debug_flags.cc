// See the header.
#include "lib/base/debug_flags.h"

#include <algorithm>

#include "lib/base/ascii.h"

namespace sm {
namespace {

// The number at the start of a text, which it loses; -1 when there is none.
int take_number(std::string_view& text) {
  if (text.empty() || !ascii::is_digit(text[0])) return -1;
  int number = 0;
  while (!text.empty() && ascii::is_digit(text[0])) {
    number = std::min(number * 10 + (text[0] - '0'), 10000);
    text.remove_prefix(1);
  }
  return number;
}

}  // namespace

void DebugFlags::add(std::string_view text) {
  if (text.empty()) text = "0-99.1";
  while (!text.empty()) {
    int first = take_number(text);
    int last = first;
    if (text.starts_with('-')) {
      text.remove_prefix(1);
      last = take_number(text);
    }
    int level = 1;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      level = take_number(text);
    }
    for (int i = std::max(first, 0); i <= std::min(last, kCategories - 1); ++i) levels_[static_cast<size_t>(i)] = level;
    size_t comma = text.find(',');
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
}

}  // namespace sm
