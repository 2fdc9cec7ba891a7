// Builtins over strings and numbers: len, index, substr, translit, format, eval, incr, decr.
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "m4cf/arithmetic.h"
#include "m4cf/engine.h"
#include "m4cf/format_directive.h"

namespace sm::m4cf {
namespace {

void push_number(Engine& m4, const Call& call, long number) {
  char digits[24];
  char* end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  m4.expander().push_result({digits, static_cast<size_t>(end - digits)}, call.location());
}

// a-d becomes abcd, d-a becomes dcba; a hyphen at either end stands for itself.
std::string expand_ranges(std::string_view set) {
  std::string all;
  for (size_t i = 0; i < set.size(); i++) {
    if (set[i] == '-' && i > 0 && i + 1 < set.size()) {
      int from = static_cast<unsigned char>(set[i - 1]);
      int to = static_cast<unsigned char>(set[++i]);
      int step = from <= to ? 1 : -1;
      if (from == to) continue;
      for (int c = from + step; c != to + step; c += step) all += static_cast<char>(c);
    } else {
      all += set[i];
    }
  }
  return all;
}

}  // namespace

void builtin_len(Engine& m4, const Call& call) { push_number(m4, call, static_cast<long>(call.arg(1).size())); }

void builtin_index(Engine& m4, const Call& call) {
  std::string_view text = call.arg(1);
  std::string_view wanted = call.arg(2);
  if (wanted.empty()) return push_number(m4, call, 0);
  if (text.empty()) return push_number(m4, call, -1);
  const void* found = ::memmem(text.data(), text.size(), wanted.data(), wanted.size());
  push_number(m4, call, found ? static_cast<const char*>(found) - text.data() : -1);
}

void builtin_substr(Engine& m4, const Call& call) {
  std::string_view text = call.arg(1);
  // One argument is an incomplete call; the text stands for itself.
  if (call.count() < 2) return m4.expander().push_result(text, call.location());
  std::optional<int> start = m4.number(call, call.arg(2));
  if (!start) return;
  long length = static_cast<long>(text.size());
  if (call.count() >= 3) {
    std::optional<int> wanted = m4.number(call, call.arg(3));
    if (!wanted) return;
    length = *wanted;
  }
  if (*start < 0 || length <= 0 || static_cast<size_t>(*start) >= text.size()) return;
  m4.expander().push_result(text.substr(static_cast<size_t>(*start), static_cast<size_t>(length)), call.location());
}

void builtin_translit(Engine& m4, const Call& call) {
  std::string_view text = call.arg(1);
  std::string from(call.arg(2));
  std::string to(call.arg(3));
  if (call.count() < 2) return m4.expander().push_result(text, call.location());
  from = expand_ranges(from);
  to = expand_ranges(to);
  constexpr short kUnset = -2;
  constexpr short kDelete = -1;
  std::array<short, 256> table{};
  table.fill(kUnset);
  for (size_t i = 0; i < from.size(); i++) {
    short& entry = table[static_cast<unsigned char>(from[i])];
    if (entry == kUnset) entry = i < to.size() ? static_cast<unsigned char>(to[i]) : kDelete;
  }
  std::string out(text.size(), '\0');
  size_t used = 0;
  for (char c : text) {
    short entry = table[static_cast<unsigned char>(c)];
    out[used] = entry == kUnset ? c : static_cast<char>(entry);
    used += entry != kDelete;
  }
  m4.expander().push_result({out.data(), used}, call.location());
}

void builtin_format(Engine& m4, const Call& call) {
  std::string text = format_directives(call, [&](const std::string& warning) { m4.warn(call, warning); },
                                       [&](size_t width) { m4.check_length(width); });
  m4.expander().push_result(text, call.location());
}

void builtin_eval(Engine& m4, const Call& call) {
  int radix = 10;
  int width = 1;
  if (!call.arg(2).empty()) {
    std::optional<int> wanted = m4.number(call, call.arg(2));
    if (!wanted) return;
    radix = *wanted;
    if (radix < 1 || radix > 36) {
      return m4.warn(call, "radix " + std::to_string(radix) + " in builtin `" + std::string(call.name()) +
                               "' out of range");
    }
  }
  if (call.count() >= 3) {
    std::optional<int> wanted = m4.number(call, call.arg(3));
    if (!wanted) return;
    width = *wanted;
    if (width < 0) return m4.warn(call, "negative width to builtin `" + std::string(call.name()) + "'");
  }
  m4.check_length(static_cast<size_t>(width));
  int value = 0;
  if (call.arg(1).empty()) {
    m4.warn(call, "empty string treated as 0 in builtin `" + std::string(call.name()) + "'");
  } else {
    std::string_view expression = call.arg(1);
    Evaluation result = evaluate(expression);
    std::string shown(expression);
    for (int i = 0; i < result.assignments; i++) m4.warn(call, "Warning: recommend ==, not =, for equality operator");
    if (result.error == "invalid operator in eval") {
      return m4.diagnostics().error(call.location(), std::string(result.error) + ": " + shown);
    }
    if (!result.error.empty()) return m4.warn(call, std::string(result.error) + ": " + shown);
    value = result.value;
  }
  if (radix == 1) m4.check_length(static_cast<size_t>(std::abs(int64_t{value})));
  m4.expander().push_result(number_text(value, radix, width), call.location());
}

void builtin_incr(Engine& m4, const Call& call) {
  if (std::optional<int> value = m4.number(call, call.arg(1))) {
    push_number(m4, call, static_cast<int>(static_cast<unsigned>(*value) + 1U));
  }
}

void builtin_decr(Engine& m4, const Call& call) {
  if (std::optional<int> value = m4.number(call, call.arg(1))) {
    push_number(m4, call, static_cast<int>(static_cast<unsigned>(*value) - 1U));
  }
}

}  // namespace sm::m4cf
