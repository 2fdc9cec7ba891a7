// See the header.
#include "sendmaild/maps/map_flags.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::maps {

namespace {

size_t end_of_word(std::string_view text, size_t from) {
  while (from < text.size() && !ascii::is_space(text[from])) from++;
  return from;
}

size_t skip_blanks(std::string_view text, size_t from) {
  while (from < text.size() && ascii::is_space(text[from])) from++;
  return from;
}

}  // namespace

std::string_view walk_flags(std::string_view arguments, std::string_view spaced,
                            const std::function<bool(char, std::string_view)>& take,
                            const std::function<void(char)>& unknown) {
  size_t at = skip_blanks(arguments, 0);
  while (at + 1 < arguments.size() && arguments[at] == '-' && !ascii::is_space(arguments[at + 1])) {
    char letter = arguments[at + 1];
    size_t value = at + 2;
    if (spaced.find(letter) != std::string_view::npos) value = skip_blanks(arguments, value);
    size_t end = end_of_word(arguments, value);
    if (!take(letter, arguments.substr(value, end - value))) unknown(letter);
    at = skip_blanks(arguments, end);
  }
  return arguments.substr(at);
}

char delimiter_from(std::string_view value) {
  if (value.empty()) return ' ';
  if (value[0] != '\\' || value.size() == 1) return value[0];
  if (value[1] == 'n') return '\n';
  if (value[1] == 't') return '\t';
  return '\\';
}

bool take_common_flag(char letter, std::string_view value, MapFlags& flags) {
  switch (letter) {
    case 'A': flags.append_duplicates = true; return true;
    case 'a': flags.append = value; return true;
    case 'D': flags.not_when_deferred = true; return true;
    case 'd': flags.timeout = value; return true;
    case 'f': flags.fold_key = false; return true;
    case 'k': flags.key_column = value; return true;
    case 'm': flags.match_only = true; return true;
    case 'N': flags.try_plain = false; return true;
    case 'O': flags.try_null = false; return true;
    case 'o': flags.optional = true; return true;
    case 'q': flags.keep_quotes = true; return true;
    case 'S': flags.blank = value.empty() ? ' ' : value[0]; return true;
    case 'T': flags.on_failure = std::string(value); return true;
    case 't': flags.failure_is_final = true; return true;
    case 'v': flags.value_column = value; return true;
    case 'z': flags.delimiter = delimiter_from(value); return true;
    default: return false;
  }
}

FirstWord first_word(std::string_view text) {
  size_t start = skip_blanks(text, 0);
  size_t end = end_of_word(text, start);
  return {std::string(text.substr(start, end - start)), std::string(trim(text.substr(end)))};
}

}  // namespace sm::maps
