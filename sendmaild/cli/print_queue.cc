// -bp and -bP (mailq), -bh and -bH (hoststat, purgestat): what the queue and the host status files hold.
// Invariant: nothing is locked or changed, but for purgestat.
#include <unistd.h>

#include <cstdio>

#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/process/run_as.h"
#include "sendmaild/queue/host_status.h"
#include "sendmaild/queue/print.h"

namespace sm::cli {

int run_print_queue(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  const delivery::Site& site = *loaded.site;
  auto paths = queue::QueuePaths::open(*site.config);
  if (!paths) return report_queue_error(paths.error());
  bool restricted = site.options().privacy_options.has(config::Privacy::restrictmailq) && getuid() != 0;
  if (restricted && !queue::may_see_queue(*paths, getuid(), process::current_identity().groups)) {
    std::fputs("You are not permitted to see the queue\n", stderr);
    return to_int(ExitStatus::no_permission);
  }
  if (line.mode == Mode::count_queue) {
    std::fputs(queue::print_queue_counts(*paths, *site.config).c_str(), stdout);
    return 0;
  }
  auto selector = selector_of(line);
  if (!selector) {
    std::fprintf(stderr, "%s\n", selector.error().text.c_str());
    return to_int(ExitStatus::usage);
  }
  queue::PrintRules rules;
  rules.verbose = line.verbose;
  rules.selector = *selector;
  rules.load = process::load_average();
  std::string text = queue::print_queue(*paths, *site.config, rules, std::chrono::system_clock::now());
  std::fputs(text.c_str(), stdout);
  return 0;
}

int run_host_status(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  const config::Options& options = loaded.site->options();
  queue::HostStatusStore store = queue::HostStatusStore::of(options);
  auto now = std::chrono::system_clock::now();
  if (line.mode == Mode::host_status) {
    std::fputs(store.print(line.verbose, now).c_str(), stdout);
    return 0;
  }
  if (!is_trusted_uid(*loaded.site)) {
    std::fputs("Permission denied (real uid not trusted)\n", stderr);
    return to_int(ExitStatus::usage);
  }
  store.purge(options.timeouts.hoststatus, now);
  return 0;
}

}  // namespace sm::cli
