// See the header. Security: after settle() there is no way back to root.
#include "sendmaild/cli/own_deliveries.h"

#include <unistd.h>

#include "sendmaild/cli/privileges.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/delivery/site_tls.h"
#include "sendmaild/process/confine.h"

namespace sm::cli {

Result<CommandRights> CommandRights::settle(const CommandLine& line, delivery::SharedSite site) {
  CommandRights rights;
  auto traffic = open_traffic_log(line);
  if (!traffic) return traffic.error();
  rights.traffic_ = *std::move(traffic);
  bool separates = geteuid() == 0 && !line.one_process && !site->options().use_msp;
  auto settled = separates ? rights.leave_helper(site) : rights.keep_own(line, site);
  if (!settled) return settled.error();
  return rights;
}

Result<void> CommandRights::keep_own(const CommandLine& line, const delivery::SharedSite& site) {
  if (!line.one_process) {
    if (auto dropped = become_run_as_user(*site); !dropped) return dropped;
  }
  auto spool = delivery::Spool::open(site);
  if (!spool) return spool.error();
  spool_ = *std::move(spool);
  helper_ = process::helper_here(daemon::mailer_table(*site->config));
  tls_ = delivery::tls_context(*site, net::TlsRole::client);
  return {};
}

Result<void> CommandRights::leave_helper(const delivery::SharedSite& site) {
  auto service = ServiceRights::prepare(site);
  if (!service) return service.error();
  auto socket = process::leave_helper(service->helper_table());
  if (!socket) return socket.error();
  socket_ = *std::move(socket);
  auto settled = process::become(service->identity());
  if (settled) settled = process::forbid_new_rights();
  if (!settled) return settled;
  auto spool = service->open_spool(socket_.get());
  if (!spool) return spool.error();
  spool_ = *std::move(spool);
  helper_ = process::helper_at(socket_.get(), site->options().timeouts.fileopen);
  tls_ = service->client_tls();
  return {};
}

std::shared_ptr<const alias::Expander> CommandRights::expander() const {
  return delivery::make_expander(spool_->shared_site(), helper_.get());
}

OwnDeliveries::OwnDeliveries(CommandRights rights) : rights_(std::move(rights)) {
  services_.spool = rights_.spool_;
  services_.helper = rights_.helper_.get();
  services_.expander = rights_.expander();
  services_.smtp.wire = &wire_;
  services_.smtp.tls = rights_.tls_;
  services_.smtp.traffic = rights_.traffic_;
  delivery::check_host_status_directory(rights_.spool_->site());
  services_.smtp.statistics = &rights_.spool_->statistics();
}

}  // namespace sm::cli
