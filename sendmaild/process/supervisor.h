// The supervisor: forks the roles of the daemon, restarts a fallen one with back-off, passes the wish to stop or reload
// to its caller. Reads nothing from the network and runs no thread.
// Diagnostics: "role NAME died (signal N), restarting in Ns".
#pragma once

#include <sys/types.h>

#include <chrono>
#include <vector>

#include "sendmaild/process/role.h"

namespace sm::process {

class Supervisor {
 public:
  explicit Supervisor(std::vector<Role> roles);
  // Stops what still runs.
  ~Supervisor();

  enum class Wish { stop, reload };
  // Starts roles that do not run and watches them until a signal says what is wanted: SIGTERM or SIGINT stop, SIGHUP
  // reload. The roles still run when it returns, so that a failed reload can go on with them.
  Wish watch();
  // SIGTERM to all roles, then SIGKILL to those that are still there after the grace.
  void stop(std::chrono::seconds grace);

 private:
  struct Running {
    Role role;
    pid_t pid = -1;
    bool died = false;
    std::chrono::steady_clock::time_point started{};
    std::chrono::steady_clock::time_point start_after{};
    std::chrono::seconds back_off{0};
  };

  void start_due();
  void start(Running& running);
  void reap();
  std::chrono::milliseconds until_next_start() const;

  std::vector<Running> roles_;
};

// Blocks the signals that watch() waits for; called once, before the first fork.
void block_supervisor_signals();
// Undoes it in a role or after the supervisor has ended.
void unblock_supervisor_signals();

}  // namespace sm::process
