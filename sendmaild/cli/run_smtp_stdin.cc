// -bs: an SMTP session on standard input and output, as mail programs and inetd start it. What is accepted is delivered
// in this process before its 250 is sent, as submission does.
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "lib/base/log.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/cli/submission.h"
#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/delivery/site_tls.h"

namespace sm::cli {

int run_smtp_stdin(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  Caller who = caller();
  bool trusted = is_trusted_uid(*loaded.site);
  umask(loaded.site->options().use_msp ? 007 : 077);
  auto tls = delivery::tls_context(*loaded.site, net::TlsRole::server);
  auto rights = CommandRights::settle(line, loaded.site);
  if (!rights) return report_queue_error(rights.error());
  OwnDeliveries own(*std::move(rights));
  const delivery::DeliveryServices& services = own.services();
  auto kick = [&services](const queue::QueueLocation& where) {
    delivery::deliver_queued(services, where, queue::FileKind::ready, delivery::RunOptions());
  };
  daemon::Receiver receiver(own.spool(), kick, tls);
  receiver.show_traffic(own.traffic());
  // Who may run the queue may ask for it here; the run begins when the client is gone.
  std::vector<std::string> nodes;
  if (trusted) receiver.on_run_request([&nodes](const std::string& node) { nodes.push_back(node); });
  receiver.serve_standard_input(who.name, submission_kind(line));
  for (const std::string& node : nodes) {
    auto run = daemon::run_queue_once(services, delivery::selector_of_node(node), {});
    if (!run) log::write(log::Priority::error, "", "runqueue: " + run.error().text);
  }
  return 0;
}

}  // namespace sm::cli
