// m4cf: the macro processor that turns sendmail.mc into sendmail.cf, and an m4 for everything else.
#include <fcntl.h>
#include <langinfo.h>
#include <unistd.h>

#include <clocale>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "lib/base/atomic_file.h"
#include "m4cf/frozen_state.h"
#include "m4cf/options.h"

namespace sm::m4cf {
namespace {

void write_standard(std::string_view text) { static_cast<void>(write_all(STDOUT_FILENO, text)); }

void set_debug_file(Engine& m4, const OrderedAction& action) {
  std::optional<std::string> name;
  if (action.has_text) name = action.text;
  if (!m4.tracer().set_file(name)) {
    m4.diagnostics().error({}, "cannot set debug file `" + action.text + "': " + std::strerror(errno));
  }
}

void take_action(Engine& m4, const OrderedAction& action) {
  size_t equals = action.text.find('=');
  switch (action.kind) {
    case OrderedAction::Kind::define:
      m4.define(action.text.substr(0, equals), equals == std::string::npos ? "" : action.text.substr(equals + 1));
      break;
    case OrderedAction::Kind::undefine:
      m4.undefine(action.text);
      break;
    case OrderedAction::Kind::trace:
      m4.trace(action.text);
      break;
    case OrderedAction::Kind::debug_file:
      set_debug_file(m4, action);
      break;
    case OrderedAction::Kind::file:
      m4.process_file(action.text);
      break;
  }
}

void prepare(Engine& m4, const CommandLine& line) {
  for (const std::string& folder : line.include_folders) m4.search_path().add(folder);
  if (const char* path = std::getenv("M4PATH")) m4.search_path().set_environment(path);
  m4.tracer().set_flags(line.debug_flags);
  m4.tracer().set_max_length(line.argument_length);
  m4.regexes().set_utf8_locale(std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
  for (const std::string& note : line.notes) m4.diagnostics().note({}, note);
}

void write_frozen(Engine& m4, const std::string& name) {
  UniqueFd fd(::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!fd.valid()) {
    m4.diagnostics().error({}, "cannot open `" + name + "': " + std::strerror(errno));
  } else if (!write_all(fd.get(), freeze(m4))) {
    m4.diagnostics().error({}, "unable to write frozen state to `" + name + "': " + std::strerror(errno));
  }
}

void run_steps(Engine& m4, const CommandLine& line) {
  prepare(m4, line);
  if (line.reload_file.empty()) {
    m4.install_builtins();
  } else {
    reload(m4, line.reload_file);
  }
  bool any_file = false;
  for (const OrderedAction& action : line.actions) {
    take_action(m4, action);
    any_file = any_file || action.kind == OrderedAction::Kind::file;
  }
  if (!any_file) m4.process_file("-");
  if (line.freeze_file.empty()) return m4.finish();
  m4.finish_wrapped();
  write_frozen(m4, line.freeze_file);
}

int run(const CommandLine& line) {
  FdSink output(STDOUT_FILENO);
  FdSink errors(STDERR_FILENO);
  Engine engine(line.engine, output, errors);
  return engine.run([&line](Engine& m4) { run_steps(m4, line); });
}

int dispatch(const CommandLine& line) {
  switch (line.task) {
    case CommandLine::Task::help:
      write_standard(help_text(line.engine.program));
      return 0;
    case CommandLine::Task::version:
      write_standard(version_text());
      return 0;
    case CommandLine::Task::usage_error: {
      std::string text = "Try `" + line.engine.program + " --help' for more information.\n";
      static_cast<void>(write_all(STDERR_FILENO, text));
      return 1;
    }
    case CommandLine::Task::lint:
    case CommandLine::Task::run:
      break;
  }
  if (line.engine.interactive) std::signal(SIGINT, SIG_IGN);
  return run(line);
}

}  // namespace
}  // namespace sm::m4cf

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");
  std::setlocale(LC_MESSAGES, "");
  return sm::m4cf::dispatch(sm::m4cf::parse_command_line(argc, argv));
}
