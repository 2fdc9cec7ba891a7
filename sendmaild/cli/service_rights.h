// What the parts of the program that hear from the network run as, never root, and what they have instead of root's rights:
// descriptors that root has opened and a socket to a helper (docs/processes.md).
#pragma once

#include <memory>

#include "lib/base/result.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/process/helper.h"
#include "sendmaild/process/run_as.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::cli {

// RunAsUser; where it is not set, the first of smmta, smmsp and DefaultUser that there is; with the groups of that user, and
// with group sasl where it exists, which opens saslauthd's socket. Error: all of them are root or unknown.
Result<process::Identity> service_identity(const config::Options& options);

class ServiceRights {
 public:
  // Opens the queue's folders and StatusFile, and reads the client's TLS keys, as root. Error: there is no queue or no user.
  static Result<ServiceRights> prepare(delivery::SharedSite site);

  const delivery::SharedSite& site() const { return site_; }
  const process::Identity& identity() const { return identity_; }
  const std::shared_ptr<const net::TlsContext>& client_tls() const { return client_tls_; }
  // For the helper that serves these rights.
  process::HelperTable helper_table() const;
  // The queue as it is reached over the socket to the helper, which must stay open; called in the process that uses it,
  // because ids have its process id.
  Result<std::shared_ptr<delivery::Spool>> open_spool(int helper) const;

 private:
  ServiceRights(delivery::SharedSite site, process::Identity identity, queue::QueuePaths paths);

  delivery::SharedSite site_;
  process::Identity identity_;
  queue::QueuePaths paths_;
  uid_t helper_uid_ = 0;         // whose files the helper makes and reads
  bool queue_is_theirs_ = false; // they own the queue's folders and need no helper for them
  std::shared_ptr<const net::TlsContext> client_tls_;
  std::shared_ptr<delivery::Statistics> statistics_;  // the file opened by root
};

}  // namespace sm::cli
