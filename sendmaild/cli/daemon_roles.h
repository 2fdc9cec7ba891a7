// The roles of the daemon with what they are started with: one configuration, its queue, the sockets between them. The
// supervisor makes it, and a new one at each reload; a role that has died is started again with the same.
#pragma once

#include <memory>
#include <vector>

#include "sendmaild/cli/options.h"
#include "sendmaild/daemon/listen_ports.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/process/helper.h"
#include "sendmaild/process/role.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::cli {

struct DaemonRoles {
  // Reads and opens all that only root may: queue folders, TLS keys. Error: the configuration cannot be served.
  static Result<std::unique_ptr<DaemonRoles>> prepare(delivery::SharedSite site);
  // The roles refer to all three, which must outlive them.
  std::vector<process::Role> roles(daemon::BoundPorts& ports, const CommandLine& line);

  delivery::SharedSite site;
  process::Identity identity;       // of receiver and sender
  uid_t helper_uid = 0;             // whose files the helper makes and reads
  bool queue_is_theirs = false;     // they own the queue folders and need no helper for them
  std::unique_ptr<queue::QueuePaths> paths;
  std::shared_ptr<const net::TlsContext> server_tls, client_tls;
  process::HelperLink receiver, sender;
  UniqueFd kick_in, kick_out;       // from receiver to sender
};

}  // namespace sm::cli
