// Builtins that run commands: syscmd, esyscmd, sysval. Security: the command is the macro author's and gets the whole
// shell; a confined engine refuses.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "m4cf/engine.h"

extern "C" {
extern char** environ;  // NOLINT: POSIX has no header for it
}

namespace sm::m4cf {
namespace {

// Starts `sh -c command` with its output on `output` (-1: ours). 0 when it could not be started.
pid_t start_shell(const std::string& command, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (output >= 0) posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  std::string shell = "sh";
  std::string option = "-c";
  std::string text = command;
  char* arguments[] = {shell.data(), option.data(), text.data(), nullptr};
  pid_t child = 0;
  int failed = ::posix_spawn(&child, "/bin/sh", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed == 0) return child;
  errno = failed;
  return 0;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127 << 8;
  }
  return status;
}

// What both need before the child may write or read.
bool prepare(Engine& m4, const Call& call) {
  m4.diversions().flush();
  if (m4.options().confined) {
    m4.warn(call, "Warning: " + std::string(call.name()) + ": commands are not allowed here");
    return false;
  }
  m4.input().give_back_stdin();
  return true;
}

void cannot_run(Engine& m4, const Call& call) {
  m4.diagnostics().error(call.location(), "cannot run command `" + std::string(call.arg(1)) +
                                              "': " + std::strerror(errno));
  m4.set_system_status(127 << 8);
}

}  // namespace

void builtin_syscmd(Engine& m4, const Call& call) {
  std::string command(call.arg(1));
  m4.set_system_status(0);
  if (command.empty() || !prepare(m4, call)) return;
  pid_t child = start_shell(command, -1);
  if (child == 0) return cannot_run(m4, call);
  m4.set_system_status(wait_for(child));
  // As GNU m4 takes the shell's status for a command it does not find.
  if (m4.system_status() == 127 << 8) m4.diagnostics().note({}, std::string(call.name()) + " subprocess failed");
}

void builtin_esyscmd(Engine& m4, const Call& call) {
  std::string command(call.arg(1));
  m4.set_system_status(0);
  if (command.empty() || !prepare(m4, call)) return;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) < 0) return cannot_run(m4, call);
  UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  pid_t child = start_shell(command, writing.get());
  if (child == 0) return cannot_run(m4, call);
  writing.reset();
  ByteBuffer text;
  for (;;) {
    constexpr size_t kPiece = 16 * 1024;
    size_t before = text.size();
    ssize_t got = ::read(reading.get(), text.extend(kPiece), kPiece);
    text.truncate(before + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
  }
  m4.set_system_status(wait_for(child));
  // GNU m4 takes what stands before the first NUL.
  std::string_view whole = text.view(0, text.size());
  m4.expander().push_result(whole.substr(0, whole.find('\0')), call.location());
}

void builtin_sysval(Engine& m4, const Call& call) {
  int status = m4.system_status();
  int value = WIFSIGNALED(status) ? WTERMSIG(status) << 8 : WEXITSTATUS(status);
  m4.expander().push_result(std::to_string(value), call.location());
}

}  // namespace sm::m4cf
