// Starts a program under an identity: fork, then only async-signal-safe calls, then exec. Everything that allocates or
// asks the user database is done before the fork, because other threads may hold locks.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/process/run_as.h"

namespace sm::process {

struct SpawnRequest {
  std::string path;                     // absolute
  std::vector<std::string> argv;        // argv[0] included
  std::vector<std::string> environment; // "NAME=value"; nothing else is passed on
  int input = -1;                       // becomes descriptor 0; not closed here
  int output = -1;                      // becomes descriptors 1 and 2
  int errors = -1;                      // becomes descriptor 2 in its place, when it is an open one
  Identity identity;
  std::string root;                     // chroot, empty: none
  std::vector<std::string> directories; // the first one that can be entered is the working directory; else "/"
  int nice = 0;
};

// The child's process id. Error: fork failed, or exec did (text "Cannot exec PATH: reason", status temp_fail when the
// reason may pass, else unavailable).
Result<pid_t> spawn(const SpawnRequest& request);

// How a child ended.
struct ChildStatus {
  bool exited = false;
  int exit_code = 0;
  int signal = 0;      // when it did not exit
  bool core_dumped = false;
};
ChildStatus child_status(int wait_status);

// Waits for a child of this process; EINTR is handled.
ChildStatus wait_for(pid_t child);

}  // namespace sm::process
