// The socket of ControlSocketName: made before the daemon serves anything, removed at its end.
// Security: mode 0600, in a folder that nobody else can exchange it in; owned by TrustedUser where there is one.
// Diagnostics: "daemon could not open control socket FILE: REASON".
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "lib/base/unique_fd.h"
#include "sendmaild/delivery/site.h"

namespace sm::daemon {

class ControlSocket {
 public:
  // Nothing when none is configured, or when it cannot be made, which the log is told: the daemon runs without it.
  static std::unique_ptr<ControlSocket> open(const delivery::Site& site);
  ControlSocket(std::string path, UniqueFd listening);
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;
  // Removes the file in the process that made it; its children leave it alone.
  ~ControlSocket();

  // The listening socket, for who answers on it; the file stays.
  UniqueFd take() { return std::move(listening_); }

 private:
  std::string path_;
  UniqueFd listening_;
  pid_t owner_ = 0;
};

// QueueDirectory without the pattern at its end: what relative names are relative to.
std::string queue_base(const config::Options& options);

}  // namespace sm::daemon
