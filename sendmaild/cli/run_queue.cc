// -q without -b: one queue run in the foreground or background, or a daemon that does nothing but queue runs (-q30m), as
// the submission program's queue runner does.
#include <unistd.h>

#include <cstdio>

#include "lib/base/log.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/process/daemonize.h"
#include "sendmaild/process/pid_file.h"
#include "sendmaild/process/process_title.h"
#include "sendmaild/queue/quarantine.h"

namespace sm::cli {
namespace {

void print_line(const std::string& text) {
  std::fputs((text + "\n").c_str(), stdout);
  std::fflush(stdout);
}

// -Q: the selected messages are held back for a reason; without one they are released.
int quarantine(const CommandLine& line, const delivery::Spool& spool, const queue::Selector& selector) {
  auto groups = delivery::groups_of_run(spool.paths(), selector);
  if (!groups) {
    std::fprintf(stderr, "%s\n", groups.error().text.c_str());
    return to_int(groups.error().status);
  }
  std::optional<std::string> reason;
  if (!line.quarantine->empty()) reason = *line.quarantine;
  std::string changes = queue::change_quarantine(spool.paths(), *spool.site().config, selector, reason, &spool.globals(),
                                                 spool.clock().now());
  if (line.verbose) std::fputs(changes.c_str(), stdout);
  return 0;
}

int run_periodically(const CommandLine& line, const std::vector<std::string>& argv, const delivery::SharedSite& site) {
  std::optional<process::Daemonizing> background;
  if (!line.one_process && !line.queue.foreground) background.emplace(process::Daemonizing::begin());
  log_start(*site, "", line);
  macros::MacroScope globals(site->config->macros);
  std::string path = macros::expand(site->options().pid_file, globals);
  std::string words;
  for (const std::string& word : argv) words += (words.empty() ? "" : " ") + word;
  auto pid_file = process::PidFile::create(path, words);
  if (!pid_file) log::write(log::Priority::error, "", pid_file.error().text);
  auto rights = CommandRights::settle(line, site);
  if (!rights) {
    if (background) background->failed(rights.error().status);
    return report_queue_error(rights.error());
  }
  OwnDeliveries own(*std::move(rights));
  process::set_process_title("Queue runner@" + std::to_string(line.queue.interval->count()) + "s");
  if (background) background->ready();
  daemon::SenderOptions options;
  options.interval = line.queue.interval;
  daemon::Sender sender(own.services(), options);
  sender.run();
  return 0;
}

}  // namespace

Result<queue::Selector> selector_of(const CommandLine& line) {
  queue::Selector selector;
  auto add = [&](const std::string& argument) { return selector.add(argument); };
  for (const QueueLimit& limit : line.queue.limits) {
    static constexpr char kLetters[] = {'I', 'R', 'S', 'Q'};
    std::string argument = (limit.negated ? "!" : "") + std::string(1, kLetters[static_cast<int>(limit.kind)]) + limit.text;
    auto added = add(argument);
    if (!added) return added.error();
  }
  for (const auto& [wanted, argument] : {std::pair<bool, std::string>(line.queue.quarantined, "Q"),
                                         std::pair<bool, std::string>(line.queue.lost, "L"),
                                         std::pair<bool, std::string>(!line.queue.group.empty(), "G" + line.queue.group)}) {
    if (!wanted) continue;
    auto added = add(argument);
    if (!added) return added.error();
  }
  return selector;
}

int run_queue(const CommandLine& line, const std::vector<std::string>& argv) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  bool for_trusted = line.queue.interval || line.quarantine;
  if (for_trusted && getuid() != 0 && !line.one_process && !is_trusted_uid(*loaded.site)) {
    if (line.quarantine && loaded.site->log_level(2)) {
      log::write(log::Priority::alert, "", "user " + std::to_string(getuid()) + " attempted to quarantine jobs");
    }
    std::fputs("Permission denied (real uid not trusted)\n", stderr);
    return to_int(ExitStatus::usage);
  }
  // Before the pid file is made, which is his in the client's case.
  if (auto dropped = become_run_as_user(*loaded.site); !dropped) return report_queue_error(dropped.error());
  if (line.queue.interval) return run_periodically(line, argv, loaded.site);
  auto selector = selector_of(line);
  if (!selector) {
    std::fprintf(stderr, "%s\n", selector.error().text.c_str());
    return to_int(ExitStatus::usage);
  }
  auto rights = CommandRights::settle(line, loaded.site);
  if (!rights) return report_queue_error(rights.error());
  if (line.quarantine) return quarantine(line, *rights->spool(), *selector);
  bool foreground = line.verbose || line.queue.foreground || !line.queue.limits.empty() || line.one_process;
  if (!foreground) {
    // The run goes on behind the caller's back, as sendmail's does.
    std::fflush(nullptr);
    auto background = process::Daemonizing::begin();
    background.ready();
  }
  OwnDeliveries own(*std::move(rights));
  std::function<void(const std::string&)> verbose;
  if (line.verbose) verbose = print_line;
  auto tried = daemon::run_queue_once(own.services(), *selector, verbose);
  if (tried) return 0;
  std::fprintf(stderr, "%s\n", tried.error().text.c_str());
  return to_int(tried.error().status);
}

}  // namespace sm::cli
