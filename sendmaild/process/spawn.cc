// fork and exec with everything prepared before the fork; an exec that fails is reported over a close-on-exec pipe.
// Invariant: between fork and exec nothing allocates and no library lock is taken.
#include "sendmaild/process/spawn.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "lib/base/unique_fd.h"

namespace sm::process {
namespace {

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void reset_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int number : {SIGPIPE, SIGCHLD, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2}) sigaction(number, &action, nullptr);
  action.sa_handler = SIG_IGN;
  for (int number : {SIGHUP, SIGINT}) sigaction(number, &action, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Moves descriptors to 0, 1, 2. They may themselves be below 3, so all are first lifted out of the way.
int place_descriptors(const SpawnRequest& request) {
  int in = fcntl(request.input, F_DUPFD_CLOEXEC, 3);
  int out = fcntl(request.output, F_DUPFD_CLOEXEC, 3);
  if (in < 0 || out < 0) return errno;
  int errors = request.errors < 0 ? out : fcntl(request.errors, F_DUPFD_CLOEXEC, 3);
  if (errors < 0) errors = out;
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(errors, 2) < 0) return errno;
  return 0;
}

// Everything between fork and exec. Returns errno; does not return on success.
int prepare_and_exec(const SpawnRequest& request, char* const* argv, char* const* environment) {
  setsid();
  reset_signals();
  umask(022);
  if (request.nice != 0) static_cast<void>(!nice(request.nice));
  int error = place_descriptors(request);
  if (error != 0) return error;
  if (!request.root.empty() && (chroot(request.root.c_str()) != 0 || chdir("/") != 0)) return errno;
  error = become_in_child(request.identity);
  if (error != 0) return error;
  bool entered = false;
  for (const std::string& directory : request.directories) {
    if (!entered) entered = chdir(directory.c_str()) == 0;
  }
  if (!entered && chdir("/") != 0) return errno;
  execve(request.path.c_str(), argv, environment);
  return errno;
}

bool may_pass(int error) { return error == EAGAIN || error == ENOMEM || error == ENFILE || error == EMFILE || error == ETXTBSY; }

}  // namespace

Result<pid_t> spawn(const SpawnRequest& request) {
  std::vector<char*> argv = pointers_to(request.argv);
  std::vector<char*> environment = pointers_to(request.environment);
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno, ExitStatus::temp_fail);
  UniqueFd report_in(report[0]);
  UniqueFd report_out(report[1]);
  pid_t child = fork();
  if (child < 0) return system_error("cannot fork", errno, ExitStatus::temp_fail);
  if (child == 0) {
    // The report descriptor must survive place_descriptors().
    int keep = fcntl(report_out.get(), F_DUPFD_CLOEXEC, 3);
    int error = prepare_and_exec(request, argv.data(), environment.data());
    static_cast<void>(!write(keep, &error, sizeof error));
    _exit(to_int(ExitStatus::os_error));
  }
  report_out.reset();
  int error = 0;
  ssize_t got;
  do {
    got = read(report_in.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(sizeof error)) {
    static_cast<void>(wait_for(child));
    return system_error("Cannot exec " + request.path, error,
                        may_pass(error) ? ExitStatus::temp_fail : ExitStatus::unavailable);
  }
  return child;
}

ChildStatus child_status(int wait_status) {
  ChildStatus status;
  if (WIFEXITED(wait_status)) {
    status.exited = true;
    status.exit_code = WEXITSTATUS(wait_status);
  } else if (WIFSIGNALED(wait_status)) {
    status.signal = WTERMSIG(wait_status);
    status.core_dumped = WCOREDUMP(wait_status);
  }
  return status;
}

ChildStatus wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return {};
  }
  return child_status(status);
}

}  // namespace sm::process
