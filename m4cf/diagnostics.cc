// See the header.
#include "m4cf/diagnostics.h"

namespace sm::m4cf {

void Diagnostics::raw(std::string_view text) {
  if (flush_) flush_();
  // Nobody is left to tell when the standard error itself fails.
  static_cast<void>(sink_->write(text));
}

void Diagnostics::emit(Severity severity, const Location& where, std::string_view text) {
  std::string line = program_ + ":";
  if (where.file && !where.file->empty()) line += *where.file + ":" + std::to_string(where.line) + ":";
  line += " ";
  line += text;
  line += "\n";
  raw(line);
  if (listener_) listener_(severity, where, text);
}

void Diagnostics::warn(const Location& where, std::string_view text) {
  emit(Severity::warning, where, text);
  if (fatal_warnings_ > 0) status_ = 1;
  if (fatal_warnings_ > 1) throw RunOver{1};
}

void Diagnostics::error(const Location& where, std::string_view text) {
  emit(Severity::error, where, text);
  status_ = 1;
  if (fatal_warnings_ > 1) throw RunOver{1};
}

void Diagnostics::fatal(const Location& where, std::string_view text, int status) {
  emit(Severity::error, where, text);
  throw RunOver{status};
}

}  // namespace sm::m4cf
