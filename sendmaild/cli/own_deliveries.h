// Commands that deliver by themselves (-q, -bs, -bm), in two steps: first the process gives up what it does not need, then
// it may hear from the network. Root becomes the service user and leaves a helper behind that has root's rights, as in the
// daemon; who is not root works with the rights it has.
#pragma once

#include <memory>
#include <optional>

#include "sendmaild/cli/options.h"
#include "sendmaild/cli/service_rights.h"
#include "sendmaild/delivery/run.h"

namespace sm::cli {

// The rights of this process from here on. With UseMSP root simply becomes RunAsUser, who owns that queue; with
// --one-process everything stays as it is.
class CommandRights {
 public:
  // Forks the helper: nothing may have started a thread. Error: no queue, no user to become, or -X cannot be written.
  static Result<CommandRights> settle(const CommandLine& line, delivery::SharedSite site);
  const std::shared_ptr<delivery::Spool>& spool() const { return spool_; }
  std::shared_ptr<const alias::Expander> expander() const;
  const std::shared_ptr<const TrafficLog>& traffic() const { return traffic_; }

 private:
  friend class OwnDeliveries;
  CommandRights() = default;
  Result<void> keep_own(const CommandLine& line, const delivery::SharedSite& site);
  Result<void> leave_helper(const delivery::SharedSite& site);

  std::shared_ptr<delivery::Spool> spool_;
  std::unique_ptr<process::HelperClient> helper_;
  std::shared_ptr<const net::TlsContext> tls_;
  std::shared_ptr<const TrafficLog> traffic_;
  UniqueFd socket_;  // to the helper, which ends when the last process that has it does
};

// Owns what DeliveryServices points to. Starts a thread.
class OwnDeliveries {
 public:
  explicit OwnDeliveries(CommandRights rights);
  OwnDeliveries(const OwnDeliveries&) = delete;
  OwnDeliveries& operator=(const OwnDeliveries&) = delete;
  const delivery::DeliveryServices& services() const { return services_; }
  const std::shared_ptr<delivery::Spool>& spool() const { return services_.spool; }
  const std::shared_ptr<const TrafficLog>& traffic() const { return services_.smtp.traffic; }

 private:
  CommandRights rights_;
  delivery::Wire wire_;
  delivery::DeliveryServices services_;
};

}  // namespace sm::cli
