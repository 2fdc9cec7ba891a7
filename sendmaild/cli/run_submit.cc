// -bm, the default: a message from standard input to the recipients of the command line or the header. It is in the queue
// before anything is sent; DeliveryMode decides whether the command waits for the delivery.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "sendmaild/cli/dead_letter.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/cli/submission.h"
#include "sendmaild/delivery/addressing.h"
#include "sendmaild/process/daemonize.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/queue/run_plan.h"

namespace sm::cli {
namespace {

void print_line(const std::string& text) {
  std::fputs((text + "\n").c_str(), stdout);
  std::fflush(stdout);
}

// Errors are mailed to the sender, or told to the caller and the message kept in his dead.letter, by ErrorMode. There is no
// writing to terminals: `write` is mail, as it is in sendmail to who is not logged in.
bool mails_errors(config::ErrorMode mode) { return mode != config::ErrorMode::print && mode != config::ErrorMode::quiet; }

void save_for_caller(const delivery::Site& site, const Caller& who, const message::Envelope& envelope,
                     const message::BodyFile& body) {
  auto path = save_dead_letter(site, who, envelope, body);
  if (path) print_line(*path + "... Saved message in " + *path);
}

enum class Handling { deliver, deliver_in_background, only_queue };

// Delivers, or only sees to the recipients that failed already. The exit status.
int finish(const CommandLine& line, CommandRights rights, const Caller& who, Submitted submitted, Handling handling) {
  OwnDeliveries own(std::move(rights));
  const delivery::Site& site = own.spool()->site();
  config::ErrorMode mode = site.options().error_mode;
  delivery::RunOptions options;
  options.addressed = true;
  options.only_queue = handling == Handling::only_queue;
  // Nobody is there to be told what a process in the background finds out.
  options.report_by_mail = mails_errors(mode) || handling == Handling::deliver_in_background;
  if (line.verbose) options.verbose = print_line;
  options.hosts = delivery::make_host_table(own.services(), options);
  ExitStatus worst = submitted.refusals.worst;
  // Of envelopes that were divided, FastSplit says how many are delivered at once; the others wait for a queue run.
  int at_once = std::max(1, site.options().fast_split);
  // An entry leaves the queue with its delivery; what dead.letter needs is kept.
  message::Envelope envelope = submitted.entries.front().envelope();
  message::BodyFile body = submitted.entries.front().body();
  for (queue::QueueEntry& entry : submitted.entries) {
    bool delivers = delivery::has_open_recipients(entry.envelope());
    delivery::RunOptions own_options = options;
    own_options.only_queue = options.only_queue || (delivers && at_once <= 0);
    if (delivers) --at_once;
    delivery::RunSummary summary = delivery::deliver(own.services(), std::move(entry), own_options);
    if (worst == ExitStatus::ok) worst = summary.worst;
  }
  bool is_kept = worst != ExitStatus::ok && mode == config::ErrorMode::print && !options.report_by_mail;
  if (is_kept) save_for_caller(site, who, envelope, body);
  options.report_by_mail = true;
  for (queue::QueueEntry& list : submitted.lists) delivery::deliver(own.services(), std::move(list), options);
  return mode == config::ErrorMode::berknet ? 0 : to_int(worst);
}

Handling handling_of(const CommandLine& line, const delivery::Site& site, const Submitted& submitted) {
  auto is_open = [](const queue::QueueEntry& entry) { return delivery::has_open_recipients(entry.envelope()); };
  bool nobody = std::none_of(submitted.entries.begin(), submitted.entries.end(), is_open) &&
                std::none_of(submitted.lists.begin(), submitted.lists.end(), is_open);
  config::DeliveryMode mode = line.verbose || nobody ? config::DeliveryMode::interactive : site.options().delivery_mode;
  int64_t priority = submitted.entries.front().envelope().priority;
  bool waits = mode == config::DeliveryMode::queue || mode == config::DeliveryMode::defer;
  if (waits || queue::should_only_queue(priority, process::load_average(), site.options())) return Handling::only_queue;
  return mode == config::DeliveryMode::background ? Handling::deliver_in_background : Handling::deliver;
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
  Submission submission(line, rights->spool(), rights->expander(), who);
  submission.show_traffic(rights->traffic());
  auto submitted = submission.read(STDIN_FILENO);
  if (!submitted) {
    print_line(submitted.error().text);
    return to_int(submitted.error().status);
  }
  config::ErrorMode errors = loaded.site->options().error_mode;
  if (errors == config::ErrorMode::print) {
    for (const std::string& text : submitted->refusals.lines) print_line(text);
  }
  Handling handling = handling_of(line, *loaded.site, *submitted);
  if (handling == Handling::deliver_in_background) {
    // The command ends; its child has the lock on the message and delivers it.
    std::fflush(nullptr);
    process::Daemonizing::begin().ready(errors == config::ErrorMode::berknet ? ExitStatus::ok : submitted->refusals.worst);
    _exit(finish(line, *std::move(rights), who, *std::move(submitted), handling));
  }
  return finish(line, *std::move(rights), who, *std::move(submitted), handling);
}

}  // namespace sm::cli
