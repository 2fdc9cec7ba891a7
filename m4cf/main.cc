// m4cf: the macro processor that turns sendmail.mc into sendmail.cf, and an m4 for everything else.
#include <fcntl.h>
#include <langinfo.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "lib/base/atomic_file.h"
#include "m4cf/explain.h"
#include "m4cf/frozen_state.h"
#include "m4cf/lint.h"
#include "m4cf/options.h"
#include "m4cf/translation.h"

namespace sm::m4cf {
namespace {

void write_standard(std::string_view text) { static_cast<void>(write_all(STDOUT_FILENO, text)); }

void set_debug_file(Engine& m4, const OrderedAction& action) {
  std::optional<std::string> name;
  if (action.has_text) name = action.text;
  if (!m4.tracer().set_file(name)) {
    m4.diagnostics().note({}, "cannot set debug file `" + action.shown + "': " + std::strerror(errno));
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

void check_sequence(Engine& m4, const std::optional<std::string>& sequence) {
  if (!sequence) return;
  Result<Regex*> regex = m4.regexes().get(*sequence);
  if (regex) return;
  m4.diagnostics().fatal({}, "--warn-macro-sequence: bad regular expression `" + *sequence + "': " + regex.error().text);
}

void prepare(Engine& m4, const CommandLine& line) {
  // Without the extensions only the name itself is tried.
  if (line.engine.gnu_extensions) {
    for (const std::string& folder : line.include_folders) m4.search_path().add(folder);
    if (const char* path = std::getenv("M4PATH")) m4.search_path().set_environment(path);
  }
  m4.tracer().set_flags(line.debug_flags);
  m4.tracer().set_max_length(line.argument_length);
  m4.regexes().set_utf8_locale(std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
  check_sequence(m4, line.engine.warn_sequence);
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

// What outlives the run, because the process ends without taking it apart.
struct Machine {
  std::unique_ptr<FdSink> output;
  FdSink errors{STDERR_FILENO};
  std::unique_ptr<Engine> engine;
};

int run_to(Machine& machine, const CommandLine& line, int fd) {
  machine.output = std::make_unique<FdSink>(fd);
  machine.engine = std::make_unique<Engine>(line.engine, *machine.output, machine.errors);
  if (line.explain) explain_diagnostics(*machine.engine);
  return machine.engine->run([&line](Engine& m4) { run_steps(m4, line); });
}

void complain(const std::string& text) { static_cast<void>(write_all(STDERR_FILENO, "m4cf: " + text + "\n")); }

// --output: a temporary file that replaces the target when all went well. What is no regular file is written as it is.
int run_to_file(Machine& machine, const CommandLine& line) {
  struct stat status {};
  bool exists = ::stat(line.output_file.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    UniqueFd fd(::open(line.output_file.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.valid()) return run_to(machine, line, fd.get());
    complain(line.output_file + ": " + std::strerror(errno));
    return 1;
  }
  Result<AtomicFile> file = AtomicFile::create(line.output_file, 0666);
  if (!file) {
    complain(file.error().text);
    return 1;
  }
  if (exists && ::fchmod(file->fd(), status.st_mode & 07777) < 0) complain(line.output_file + ": " + std::strerror(errno));
  int result = run_to(machine, line, file->fd());
  if (result != 0) {
    complain(say(exists ? "%1 left as it was" : "%1 not written", {line.output_file}));
    return result;
  }
  Result<void> committed = file->commit();
  if (!committed) complain(committed.error().text);
  return committed ? 0 : 1;
}

int lint(const CommandLine& line) {
  std::vector<std::string> files;
  for (const OrderedAction& action : line.actions) {
    if (action.kind == OrderedAction::Kind::file) files.push_back(action.text);
  }
  if (files.empty()) {
    complain(say("--lint needs the name of a file", {}));
    return 1;
  }
  return lint_files(files);
}

int dispatch(Machine& machine, const CommandLine& line) {
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
      return lint(line);
    case CommandLine::Task::run:
      break;
  }
  if (line.engine.interactive) std::signal(SIGINT, SIG_IGN);
  return line.output_file.empty() ? run_to(machine, line, STDOUT_FILENO)
                                  : run_to_file(machine, line);
}

}  // namespace
}  // namespace sm::m4cf

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");
  sm::m4cf::choose_language();
  sm::m4cf::Machine machine;
  int status = sm::m4cf::dispatch(machine, sm::m4cf::parse_command_line(argc, argv));
  std::fflush(stdout);
  // A hundred thousand definitions need not be freed one by one.
  std::_Exit(status);
}
