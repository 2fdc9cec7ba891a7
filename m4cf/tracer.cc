// See the header.
#include "m4cf/tracer.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "m4cf/builtin_table.h"
#include "m4cf/call.h"

namespace sm::m4cf {

std::optional<unsigned> Tracer::parse(std::string_view letters) {
  if (letters.empty()) return kDebugDefault;
  unsigned flags = 0;
  for (char letter : letters) {
    switch (letter) {
      case 'a': flags |= kDebugArguments; break;
      case 'e': flags |= kDebugExpansion; break;
      case 'q': flags |= kDebugQuote; break;
      case 't': flags |= kDebugAll; break;
      case 'l': flags |= kDebugLine; break;
      case 'f': flags |= kDebugFile; break;
      case 'p': flags |= kDebugPath; break;
      case 'c': flags |= kDebugCall; break;
      case 'i': flags |= kDebugInput; break;
      case 'x': flags |= kDebugId; break;
      case 'V': flags |= kDebugVerbose; break;
      default: return std::nullopt;
    }
  }
  return flags;
}

bool Tracer::set_file(std::optional<std::string> name) {
  if (!name || name->empty()) {
    discards_ = name.has_value();
    file_.reset();
    return true;
  }
  UniqueFd fd(::open(name->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  if (!fd.valid()) return false;
  file_ = std::move(fd);
  discards_ = false;
  return true;
}

void Tracer::raw(std::string_view text) {
  if (discards_) return;
  if (!file_.valid()) return diagnostics_->raw(text);
  static_cast<void>(write_all(file_.get(), text));
}

std::string Tracer::shown(std::string_view text) const {
  if (max_length_ == 0 || text.size() < max_length_) return std::string(text);
  return std::string(text.substr(0, max_length_)) + "...";
}

std::string Tracer::quoted(std::string_view text) const {
  if (!has(kDebugQuote)) return shown(text);
  return quoting_->open() + shown(text) + quoting_->close();
}

std::string Tracer::quoted_whole(std::string_view text) const {
  if (!has(kDebugQuote)) return std::string(text);
  return quoting_->open() + std::string(text) + quoting_->close();
}

void Tracer::debug(const Location& where, std::string_view text) {
  std::string line = "m4debug:";
  if (where.file) {
    if (has(kDebugFile)) line += *where.file + ":";
    if (has(kDebugLine)) line += std::to_string(where.line) + ":";
  }
  line += " ";
  line += text;
  line += "\n";
  raw(line);
}

std::string Tracer::trace_prefix(const Call& call, int level, size_t id) const {
  std::string line = "m4trace:";
  if (call.location().file) {
    if (has(kDebugFile)) line += *call.location().file + ":";
    if (has(kDebugLine)) line += std::to_string(call.location().line) + ":";
  }
  line += " -" + std::to_string(level) + "- ";
  if (has(kDebugId)) line += "id " + std::to_string(id) + ": ";
  line += call.name();
  return line;
}

std::string Tracer::arguments(const Call& call) const {
  std::string text = "(";
  for (size_t i = 1; i <= call.count(); i++) {
    if (i > 1) text += ", ";
    if (const Builtin* builtin = call.builtin(i)) {
      text += "<" + std::string(builtin->name) + ">";
    } else {
      text += quoted(call.arg(i));
    }
  }
  return text + ")";
}

void Tracer::trace_start(const Call& call, int level, size_t id) {
  if (has(kDebugCall)) raw(trace_prefix(call, level, id) + " ...\n");
}

void Tracer::trace_collected(const Call& call, int level, size_t id) {
  line_ = trace_prefix(call, level, id);
  if (call.count() > 0 && has(kDebugArguments)) line_ += arguments(call);
  if (!has(kDebugCall)) return;
  raw(line_ + " -> ???\n");
  line_.clear();
}

void Tracer::trace_done(const Call& call, int level, size_t id, const std::optional<std::string>& expansion) {
  if (has(kDebugCall)) line_ = trace_prefix(call, level, id) + (call.count() > 0 ? "(...)" : "");
  if (expansion && has(kDebugExpansion)) line_ += " -> " + quoted(*expansion);
  raw(line_ + "\n");
  line_.clear();
}

}  // namespace sm::m4cf
