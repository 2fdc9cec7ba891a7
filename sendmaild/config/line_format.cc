// A scanner of one line by one format.
#include "sendmaild/config/line_format.h"

#include <bitset>

#include "lib/base/ascii.h"

namespace sm::config {
namespace {

using Set = std::bitset<256>;

struct Conversion {
  bool store = true;
  size_t width = std::string_view::npos;
  bool skip_space = false;
  Set accepted;
};

Set not_space() {
  Set set;
  set.set();
  for (char c : std::string_view(" \t\n\v\f\r")) set.reset(static_cast<unsigned char>(c));
  return set;
}

// The set of "[…]", position behind the opening bracket; moves it behind the closing one.
Set read_set(std::string_view format, size_t& at) {
  Set set;
  bool inverted = at < format.size() && format[at] == '^';
  if (inverted) ++at;
  size_t first = at;
  for (; at < format.size() && (format[at] != ']' || at == first); ++at) {
    bool range = at + 2 < format.size() && format[at + 1] == '-' && format[at + 2] != ']';
    int low = static_cast<unsigned char>(format[at]);
    int high = range ? static_cast<unsigned char>(format[at + 2]) : low;
    for (int c = low; c <= high; ++c) set.set(static_cast<size_t>(c));
    if (range) at += 2;
  }
  if (at < format.size()) ++at;
  return inverted ? ~set : set;
}

// Reads a conversion behind its '%'. Nothing for conversions that make no string.
std::optional<Conversion> read_conversion(std::string_view format, size_t& at) {
  Conversion out;
  if (at < format.size() && format[at] == '*') {
    out.store = false;
    ++at;
  }
  size_t width = 0;
  for (; at < format.size() && ascii::is_digit(format[at]) && width < 100000; ++at)
    width = width * 10 + static_cast<size_t>(format[at] - '0');
  if (width > 0) out.width = width;
  if (at >= format.size()) return std::nullopt;
  char kind = format[at++];
  if (kind == 's') {
    out.skip_space = true;
    out.accepted = not_space();
    return out;
  }
  if (kind == '[') {
    out.accepted = read_set(format, at);
    return out;
  }
  return std::nullopt;
}

void skip_spaces(std::string_view line, size_t& at) {
  while (at < line.size() && ascii::is_space(line[at])) ++at;
}

}  // namespace

std::optional<std::string> scan_line(std::string_view line, std::string_view format) {
  size_t in = 0;
  size_t at = 0;
  while (at < format.size()) {
    char c = format[at++];
    if (ascii::is_space(c)) {
      skip_spaces(line, in);
      continue;
    }
    bool conversion = c == '%' && at < format.size() && format[at] != '%';
    if (!conversion) {
      if (c == '%') ++at;
      if (in >= line.size() || line[in++] != c) return std::nullopt;
      continue;
    }
    std::optional<Conversion> wanted = read_conversion(format, at);
    if (!wanted) return std::nullopt;
    if (wanted->skip_space) skip_spaces(line, in);
    size_t begin = in;
    while (in < line.size() && in - begin < wanted->width && wanted->accepted[static_cast<unsigned char>(line[in])]) ++in;
    if (in == begin) return std::nullopt;
    if (wanted->store) return std::string(line.substr(begin, in - begin));
  }
  return std::nullopt;
}

}  // namespace sm::config
