// See the header.
#include "m4cf/engine.h"

#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <new>

#include "lib/base/ascii.h"
#include "m4cf/cf_advice.h"

namespace sm::m4cf {

Engine::Engine(EngineOptions options, ByteSink& output, ByteSink& errors)
    : options_(std::move(options)),
      diversions_(output),
      diagnostics_(options_.program, errors),
      tracer_(diagnostics_, quoting_),
      expander_(*this) {
  regexes_.set_step_limit(options_.regex_steps);
  diagnostics_.set_quiet(options_.quiet);
  diagnostics_.set_fatal_warnings(options_.fatal_warnings);
  diagnostics_.before_each([this] { diversions_.flush(); });
  diversions_.set_unbuffered(options_.interactive);
  diversions_.on_error([this](const std::string& text, int error_number) {
    diagnostics_.fatal({}, text + ": " + std::strerror(error_number));
  });
  input_.on_file_end([this](const Location& end) {
    if (int reason = input_.take_read_error()) {
      diagnostics_.error({}, "error reading file `" + *end.file + "': " + std::strerror(reason));
    }
    if (tracer_.has(kDebugInput)) {
      const Location next = input_.location();
      std::string text = "input exhausted";
      if (next.file) text = "input reverted to " + *next.file + ", line " + std::to_string(next.line);
      tracer_.debug(end, text);
    }
    diversions_.output_line() = -1;
  });
}

int Engine::run(const std::function<void(Engine&)>& steps) {
  int status = 0;
  try {
    steps(*this);
    status = diagnostics_.status();
  } catch (const RunOver& over) {
    status = over.status;
  } catch (const std::bad_alloc&) {
    diagnostics_.note({}, "memory exhausted");
    status = 1;
  }
  try {
    diversions_.flush();
  } catch (const RunOver& over) {
    status = over.status;
  }
  input_.give_back_stdin();
  return status;
}

void Engine::install_builtins() {
  for (const Builtin& builtin : builtins()) {
    if (builtin.gnu && !options_.gnu_extensions) continue;
    std::string name(builtin.name);
    if (options_.prefix_builtins) name.insert(0, "m4_");
    define_builtin(name, builtin, DefineMode::replace);
  }
  // These never take the prefix.
  if (options_.gnu_extensions) {
    symbols_.define("__gnu__", Definition::of_text(""));
    symbols_.define("__unix__", Definition::of_text(""));
  } else {
    symbols_.define("unix", Definition::of_text(""));
  }
}

void Engine::process_file(const std::string& name) {
  if (name == "-") {
    if (tracer_.has(kDebugInput)) tracer_.debug(input_.location(), "input read from stdin");
    input_.push_file(UniqueFd(STDIN_FILENO), "stdin");
  } else if (!include_file(name, {})) {
    // Even --fatal-warnings does not end the run here.
    cannot_open(name, {}, Diagnostics::Severity::note);
    diagnostics_.set_status(1);
    return;
  }
  expander_.run();
}

void Engine::process_text(std::string_view text, const std::string& name) {
  input_.push_memory(text, name);
  expander_.run();
}

void Engine::finish() {
  finish_wrapped();
  diversions_.divert(0);
  diversions_.undivert_all();
}

void Engine::finish_wrapped() {
  while (input_.start_wrapped()) expander_.run();
}

void Engine::define(std::string_view name, std::string_view value) {
  define_text(name, value, DefineMode::replace, {});
}

void Engine::undefine(std::string_view name) {
  if (Symbol* symbol = symbols_.find(name)) symbols_.undefine(*symbol);
}

void Engine::trace(std::string_view name) { symbols_.intern(name).traced = true; }

void Engine::define_text(std::string_view name, std::string_view text, DefineMode mode, const Location& where) {
  if (options_.warn_sequence) {
    Result<Regex*> regex = regexes_.get(*options_.warn_sequence);
    RegexMatch match;
    if (regex) (*regex)->set_subject(text);
    for (size_t at = 0; regex && at < text.size();) {
      if ((*regex)->search(at, match) != RegexOutcome::found) break;
      std::string sequence(text.substr(match.start(), match.end() - match.start()));
      diagnostics_.warn(where, "Warning: definition of `" + std::string(name) + "' contains sequence `" + sequence + "'");
      at = match.end() > match.start() ? match.end() : match.end() + 1;
    }
  }
  RefPtr<Definition> definition = Definition::of_text(text);
  if (mode == DefineMode::push) {
    symbols_.push(name, std::move(definition));
  } else {
    symbols_.define(name, std::move(definition));
  }
}

void Engine::define_builtin(std::string_view name, const Builtin& builtin, DefineMode mode) {
  RefPtr<Definition> definition = Definition::of_builtin(builtin);
  if (mode == DefineMode::push) {
    symbols_.push(name, std::move(definition));
  } else {
    symbols_.define(name, std::move(definition));
  }
}

std::optional<SearchPath::Found> Engine::open_file(const std::string& name) const {
  if (!options_.confined) return search_path_.open(name);
  errno = EPERM;
  return std::nullopt;
}

bool Engine::include_file(const std::string& name, const Location& where) {
  std::optional<SearchPath::Found> found = open_file(name);
  if (!found) return false;
  if (tracer_.has(kDebugPath) && found->through_path) {
    tracer_.debug(where, "path search for `" + name + "' found `" + found->path + "'");
  }
  if (tracer_.has(kDebugInput)) tracer_.debug(where, "input read from " + found->path);
  input_.push_file(std::move(found->fd), found->path);
  diversions_.output_line() = -1;
  return true;
}

void Engine::cannot_open(const std::string& name, const Location& where, Diagnostics::Severity severity) {
  const std::string text = "cannot open `" + name + "': " + std::strerror(errno);
  const std::string advice = options_.advise ? advice_for_missing(name) : "";
  if (severity == Diagnostics::Severity::note) {
    diagnostics_.note(where, text);
  } else {
    diagnostics_.error(where, text);
  }
  if (!advice.empty()) diagnostics_.raw("m4cf: " + advice + "\n");
}

std::optional<int> Engine::number(const Call& call, std::string_view text) {
  int plain = 0;
  auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), plain);
  if (failed == std::errc() && stop == text.data() + text.size()) return plain;
  std::string builtin(call.name());
  if (text.empty()) {
    warn(call, "empty string treated as 0 in builtin `" + builtin + "'");
    return 0;
  }
  std::string digits(text);
  char* end = nullptr;
  errno = 0;
  long value = std::strtol(digits.c_str(), &end, 10);
  if (static_cast<size_t>(end - digits.c_str()) != digits.size()) {
    warn(call, "non-numeric argument to builtin `" + builtin + "'");
    return std::nullopt;
  }
  if (ascii::is_space(digits[0])) {
    warn(call, "leading whitespace ignored in builtin `" + builtin + "'");
  } else if (errno == ERANGE) {
    warn(call, "numeric overflow detected in builtin `" + builtin + "'");
  }
  return static_cast<int>(value);
}

}  // namespace sm::m4cf
