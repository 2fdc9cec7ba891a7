// Going into the background in two steps, so that the command returns 0 only after the daemon is ready (ports bound) and
// with a message and status when it is not.
#pragma once

#include "lib/base/exit_status.h"
#include "lib/base/unique_fd.h"

namespace sm::process {

class Daemonizing {
 public:
  // Forks. In the parent it does not return: it waits for ready() or failed() of the child and exits with that status.
  // The child leads a session of its own; its standard descriptors stay until ready().
  static Daemonizing begin();

  // Lets the parent exit with `status` and points descriptors 0, 1, 2 to /dev/null.
  void ready(ExitStatus status = ExitStatus::ok);
  // Lets the parent exit with `status`. The message has already been printed.
  void failed(ExitStatus status);

 private:
  explicit Daemonizing(UniqueFd report) : report_(std::move(report)) {}
  UniqueFd report_;
};

}  // namespace sm::process
