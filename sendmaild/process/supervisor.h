// The supervisor: forks the roles of the daemon, restarts a fallen one with back-off, passes the wish to stop or reload
// to its caller. Reads nothing from the network and runs no thread.
// Diagnostics: "role NAME died (signal N), restarting in Ns".
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

#include "lib/base/unique_fd.h"
#include "sendmaild/process/role.h"

namespace sm::process {

// What a role writes into the pipe of requests; other bytes are ignored.
enum class WishByte : char { stop = 's', reload = 'r' };

class Supervisor {
 public:
  // `requests`: a pipe from a role that may wish, too, in bytes of WishByte; it does not block; -1: there is none.
  explicit Supervisor(std::vector<Role> roles, int requests = -1);
  // Stops what still runs.
  ~Supervisor();

  enum class Wish { stop, reload, stop_by_control, reload_by_control };
  // Starts roles that do not run and watches them until a signal says what is wanted: SIGTERM or SIGINT stop, SIGHUP
  // reload; or a byte of the pipe. The roles still run when it returns, so that a failed reload can go on with them.
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

  std::optional<Wish> next_wish(std::chrono::milliseconds limit) const;

  std::vector<Running> roles_;
  UniqueFd signals_;  // readable while a signal waits
  int requests_;
};

// Blocks the signals that watch() waits for; called once, before the first fork.
void block_supervisor_signals();
// Undoes it in a role or after the supervisor has ended.
void unblock_supervisor_signals();

}  // namespace sm::process
