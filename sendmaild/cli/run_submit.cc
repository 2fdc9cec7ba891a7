// -bm, the default: a message from standard input to the recipients of the command line or the header. It is in the queue
// before anything is sent; DeliveryMode decides whether the command waits for the delivery.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "sendmaild/cli/dead_letter.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/cli/submission.h"
#include "sendmaild/process/daemonize.h"

namespace sm::cli {
namespace {

void print_line(const std::string& text) {
  std::fputs((text + "\n").c_str(), stdout);
  std::fflush(stdout);
}

// What is left to do when the recipients of a message that is delivered at once were refused, by ErrorMode.
int report_failures(const delivery::Site& site, const Caller& who, const delivery::RunSummary& summary,
                    const message::Envelope& envelope, const message::BodyFile& body) {
  if (summary.worst == ExitStatus::ok) return 0;
  config::ErrorMode mode = site.options().error_mode;
  if (mode == config::ErrorMode::mail || mode == config::ErrorMode::berknet) {
    return mode == config::ErrorMode::berknet ? 0 : to_int(summary.worst);
  }
  if (mode == config::ErrorMode::quiet) return to_int(summary.worst);
  auto path = save_dead_letter(site, who, envelope, body);
  if (path) print_line(*path + "... Saved message in " + *path);
  return to_int(summary.worst);
}

int deliver_now(const CommandLine& line, CommandRights rights, const Caller& who, queue::QueueEntry entry) {
  OwnDeliveries own(std::move(rights));
  const delivery::Site& site = own.spool()->site();
  config::ErrorMode mode = site.options().error_mode;
  delivery::RunOptions options;
  options.report_by_mail = mode == config::ErrorMode::mail || mode == config::ErrorMode::berknet;
  options.no_aliases = line.no_aliases;
  if (line.verbose) options.verbose = print_line;
  // The entry leaves the queue with its delivery; what dead.letter needs is kept.
  message::Envelope envelope = entry.envelope();
  message::BodyFile body = entry.body();
  delivery::RunSummary summary = delivery::deliver(own.services(), std::move(entry), options);
  return report_failures(site, who, summary, envelope, body);
}

}  // namespace

int run_submit(const CommandLine& line) {
  open_log(line);
  if (line.recipients.empty() && !line.recipients_from_header) {
    print_line("Recipient names must be specified");
    return to_int(ExitStatus::usage);
  }
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  Caller who = caller();
  // Files of the client queue are for its group, too.
  umask(loaded.site->options().use_msp ? 007 : 077);
  auto rights = CommandRights::settle(line, loaded.site);
  if (!rights) return report_queue_error(rights.error());
  Submission submission(line, rights->spool(), who);
  auto entry = submission.read(STDIN_FILENO);
  if (!entry) {
    print_line(entry.error().text);
    return to_int(entry.error().status);
  }
  config::DeliveryMode mode = line.verbose ? config::DeliveryMode::interactive : loaded.site->options().delivery_mode;
  switch (mode) {
    case config::DeliveryMode::queue:
    case config::DeliveryMode::defer: return 0;
    case config::DeliveryMode::interactive: return deliver_now(line, *std::move(rights), who, std::move(*entry));
    case config::DeliveryMode::background: break;
  }
  // The command ends; its child has the lock on the message and delivers it.
  std::fflush(nullptr);
  process::Daemonizing::begin().ready();
  _exit(deliver_now(line, *std::move(rights), who, std::move(*entry)));
}

}  // namespace sm::cli
