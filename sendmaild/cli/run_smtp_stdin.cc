// -bs: an SMTP session on standard input and output, as mail programs and inetd start it. What is accepted is delivered
// in this process before its 250 is sent, as submission does.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/server_tls.h"

namespace sm::cli {

int run_smtp_stdin(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  Caller who = caller();
  auto dropped = become_run_as_user(*loaded.site);
  if (!dropped) {
    std::fprintf(stderr, "%s\n", dropped.error().text.c_str());
    return to_int(dropped.error().status);
  }
  umask(loaded.site->options().use_msp ? 007 : 077);
  auto own = OwnDeliveries::open(loaded.site);
  if (!own) return report_queue_error(own.error());
  const delivery::DeliveryServices& services = (*own)->services();
  auto kick = [&services](const queue::QueueLocation& where) {
    delivery::deliver_queued(services, where, queue::FileKind::ready, delivery::RunOptions());
  };
  daemon::Receiver receiver((*own)->spool(), kick, daemon::server_tls_context(*loaded.site));
  receiver.serve_standard_input(who.name);
  return 0;
}

}  // namespace sm::cli
