// See the header. Security: after settle() there is no way back to root.
#include "sendmaild/cli/own_deliveries.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "sendmaild/cli/privileges.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/process/confine.h"
#include "sendmaild/process/process_title.h"

namespace sm::cli {

Result<CommandRights> CommandRights::settle(const CommandLine& line, delivery::SharedSite site) {
  CommandRights rights;
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
  tls_ = delivery::client_tls_context(*site);
  return {};
}

Result<void> CommandRights::leave_helper(const delivery::SharedSite& site) {
  auto service = ServiceRights::prepare(site);
  if (!service) return service.error();
  auto link = process::make_helper_link();
  if (!link) return link.error();
  pid_t helper = fork();
  if (helper < 0) return system_error("cannot fork", errno, ExitStatus::os_error);
  if (helper == 0) {
    // It outlives a signal from the terminal, so that the command can end in order.
    setsid();
    link->role_end.reset();
    process::set_process_title("helper");
    _exit(process::serve_helper({process::HelperChannel{link->helper_end.get(), process::HelperRights::delivering}},
                                service->helper_table()));
  }
  socket_ = std::move(link->role_end);
  auto settled = process::become(service->identity());
  if (settled) settled = process::forbid_new_rights();
  if (!settled) return settled;
  auto spool = service->open_spool(socket_.get());
  if (!spool) return spool.error();
  spool_ = *std::move(spool);
  helper_ = process::helper_at(socket_.get());
  tls_ = service->client_tls();
  return {};
}

OwnDeliveries::OwnDeliveries(CommandRights rights) : rights_(std::move(rights)) {
  services_.spool = rights_.spool_;
  services_.helper = rights_.helper_.get();
  services_.expander = delivery::make_expander(rights_.spool_->shared_site(), rights_.helper_.get());
  services_.smtp.wire = &wire_;
  services_.smtp.tls = rights_.tls_;
}

}  // namespace sm::cli
