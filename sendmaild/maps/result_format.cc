// See the header.
#include "sendmaild/maps/result_format.h"

#include "lib/base/ascii.h"

namespace sm::maps {

std::string substitute(std::string_view value, const MapQuestion& question) {
  std::string text;
  text.reserve(value.size());
  for (size_t i = 0; i < value.size(); i++) {
    if (value[i] != '%' || i + 1 == value.size()) {
      text += value[i];
      continue;
    }
    char next = value[++i];
    if (next == '%') {
      text += '%';
    } else if (next == '0') {
      text += question.key;
    } else if (ascii::is_digit(next)) {
      auto index = static_cast<size_t>(next - '1');
      if (index < question.arguments.size()) text += question.arguments[index];
    } else {
      text += '%';
      text += next;
    }
  }
  return text;
}

MapAnswer found_as_is(std::string_view value, const MapQuestion& question, const MapFlags& flags) {
  MapAnswer answer;
  answer.kind = MapAnswer::Kind::found;
  answer.has_value = true;
  answer.value = flags.match_only ? question.key : value;
  answer.value += flags.append;
  return answer;
}

void trace_arguments(std::string_view caller, int level, const MapQuestion& question, const MapContext& context) {
  if (!context.traces(level)) return;
  context.note(level, "{}: arg '{}'", caller, question.key);
  for (const std::string& argument : question.arguments) context.note(level, "{}: arg '{}'", caller, argument);
}

MapAnswer found(std::string_view value, const MapQuestion& question, const MapFlags& flags) {
  if (flags.match_only || value.find('%') == std::string_view::npos) return found_as_is(value, question, flags);
  return found_as_is(substitute(value, question), question, flags);
}

MapAnswer absent(ExitStatus status) {
  MapAnswer answer;
  answer.status = status;
  return answer;
}

MapAnswer not_now(std::string message) {
  MapAnswer answer;
  answer.kind = MapAnswer::Kind::temporary_failure;
  answer.status = ExitStatus::temp_fail;
  answer.message = std::move(message);
  return answer;
}

}  // namespace sm::maps
