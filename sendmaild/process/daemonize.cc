// The two halves of a daemon's start and the pipe between them. Invariant: the parent leaves only after the child has
// said how its start ended, or has died (then with EX_SOFTWARE).
#include "sendmaild/process/daemonize.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace sm::process {

Daemonizing Daemonizing::begin() {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) {
    std::perror("sendmail: pipe");
    _exit(to_int(ExitStatus::os_error));
  }
  UniqueFd report_in(report[0]);
  UniqueFd report_out(report[1]);
  pid_t child = fork();
  if (child < 0) {
    std::perror("sendmail: fork");
    _exit(to_int(ExitStatus::os_error));
  }
  if (child > 0) {
    report_out.reset();
    unsigned char status = 0;
    ssize_t got;
    do {
      got = read(report_in.get(), &status, 1);
    } while (got < 0 && errno == EINTR);
    _exit(got == 1 ? status : to_int(ExitStatus::software));
  }
  setsid();
  return Daemonizing(std::move(report_out));
}

void Daemonizing::ready(ExitStatus status) {
  UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (null.valid()) {
    for (int fd : {0, 1, 2}) dup2(null.get(), fd);
  }
  failed(status);
}

void Daemonizing::failed(ExitStatus status) {
  auto byte = static_cast<unsigned char>(to_int(status));
  static_cast<void>(!write(report_.get(), &byte, 1));
  report_.reset();
}

}  // namespace sm::process
