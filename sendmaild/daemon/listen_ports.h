// Binding the ports of DaemonPortOptions, before anything runs that listens on them.
#pragma once

#include <string>
#include <vector>

#include "lib/base/unique_fd.h"
#include "sendmaild/config/config.h"

namespace sm::daemon {

struct ListeningPort {
  size_t index = 0;   // into Config::daemon_ports
  UniqueFd socket;    // invalid: could not be bound yet
};

struct BoundPorts {
  std::vector<ListeningPort> ports;
  bool complete = true;               // every port without modifier O is bound
  std::vector<std::string> problems;  // "daemon MTA: cannot bind: Address already in use"
};

// Only entries of `earlier` whose socket is invalid are tried; those that are open are kept.
BoundPorts bind_ports(const config::Config& config, BoundPorts earlier);
// For a reload: what is bound under the configuration `before` and stays a port of `after`, in the order of `after`.
BoundPorts keep_ports(const config::Config& before, BoundPorts bound, const config::Config& after);

}  // namespace sm::daemon
