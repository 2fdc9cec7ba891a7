// The roles of the daemon with what they are started with: one configuration, its queue, the sockets between them. The
// supervisor makes it, and a new one at each reload; a role that has died is started again with the same.
#pragma once

#include <memory>
#include <vector>

#include "lib/base/traffic_log.h"
#include "sendmaild/cli/options.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/service_rights.h"
#include "sendmaild/daemon/control_socket.h"
#include "sendmaild/daemon/listen_ports.h"
#include "sendmaild/process/role.h"

namespace sm::cli {

struct DaemonRoles {
  // Reads and opens all that only root may. Error: the configuration cannot be served.
  static Result<std::unique_ptr<DaemonRoles>> prepare(delivery::SharedSite site, const CommandLine& line);
  // The roles refer to all three, which must outlive them.
  std::vector<process::Role> roles(daemon::BoundPorts& ports, const CommandLine& line);

  explicit DaemonRoles(ServiceRights service) : rights(std::move(service)) {}

  ServiceRights rights;             // of receiver and sender
  std::shared_ptr<const net::TlsContext> server_tls;
  std::shared_ptr<const TrafficLog> traffic;
  process::HelperLink receiver, sender;
  UniqueFd kick_in, kick_out;       // from receiver to sender
  UniqueFd wish_in, wish_out;       // from receiver to supervisor: WishByte
  std::unique_ptr<daemon::ControlSocket> control;  // opened when what it replaces has gone
};

}  // namespace sm::cli
