// The phases of an attempt. Reports are messages of their own: committed to the queue first, then delivered right away in
// the same call, so that nothing is lost if the process dies in between.
#include "sendmaild/delivery/run.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/addressing.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/file_mailer.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/delivery/mailer_argv.h"
#include "sendmaild/delivery/plan.h"
#include "sendmaild/delivery/program_mailer.h"
#include "sendmaild/delivery/split.h"
#include "sendmaild/dsn/notify_policy.h"
#include "sendmaild/dsn/report.h"
#include "sendmaild/message/date.h"
#include "sendmaild/queue/transcript.h"

namespace sm::delivery {
namespace {

using message::Recipient;
using std::chrono::steady_clock;

class Run {
 public:
  Run(const DeliveryServices& services, queue::QueueEntry entry, const RunOptions& options)
      : services_(services), site_(services.spool->site()), options_(options), smtp_(services.smtp),
        hosts_(options.hosts != nullptr ? options.hosts : make_host_table(services, options)), entry_(std::move(entry)) {
    smtp_.hosts = hosts_.get();
  }

  RunSummary run() {
    message::Envelope& envelope = entry_.envelope();
    begin_attempt(envelope);
    if (too_many_hops(envelope)) {
      conclude();
      return summary_;
    }
    if (!options_.addressed) address();
    for (const Recipient& recipient : envelope.recipients) {
      bool failed = recipient.state == Recipient::State::failed && !recipient.remote_reply.empty();
      if (failed) transcript_.add(about_line(recipient.remote_reply, recipient.address));
    }
    std::vector<queue::QueueEntry> lists = split_by_owner(*services_.spool, entry_);
    hold_back_recipients(envelope);
    // An alias can stand for many: what it stands for is planned once, as recipients do not move from here on.
    for (const PlannedBatch& planned : plan_batches(envelope)) attempt(planned);
    conclude();
    for (queue::QueueEntry& list : lists) deliver_list(std::move(list));
    return summary_;
  }

 private:
  void begin_attempt(message::Envelope& envelope) {
    before_ = {envelope.attempts, envelope.priority, envelope.last_attempt};
    if (options_.from_queue) envelope.priority += site_.options().retry_factor;
    ++envelope.attempts;
    envelope.last_attempt = services_.spool->clock().now();
    envelope.macros.set("ntries", std::to_string(envelope.attempts));
    find_sender_user(envelope, site_);
  }

  void address() {
    AddressingContext addressing;
    addressing.site = &site_;
    addressing.expander = services_.expander.get();
    addressing.unsafe = entry_.unsafe();
    addressing.no_aliases = options_.no_aliases;
    addressing.verbose = options_.verbose;
    address_recipients(entry_.envelope(), addressing);
    log_unaddressable(entry_.envelope());
  }

  // The same attempt for the members of a list: who owns it hears of their errors by mail.
  void deliver_list(queue::QueueEntry list) {
    message::Envelope& envelope = list.envelope();
    envelope.attempts = before_.attempts;
    envelope.priority = before_.priority;
    envelope.last_attempt = before_.last_attempt;
    RunOptions options = options_;
    options.addressed = true;
    options.report_by_mail = true;
    options.hosts = hosts_;
    deliver(services_, std::move(list), options);
  }

  // Where that leaves nobody to be tried, it was no attempt.
  void hold_back_recipients(message::Envelope& envelope) {
    HoldRules rules;
    rules.expensive = site_.options().hold_expensive && !options_.from_queue && !options_.verbose;
    rules.unselected = !options_.selected;
    rules.everybody = options_.only_queue;
    auto held = hold_back(envelope, rules);
    bool any_left = std::any_of(envelope.recipients.begin(), envelope.recipients.end(),
                                [](const Recipient& recipient) { return recipient.state == Recipient::State::pending; });
    if (any_left || (held.empty() && !options_.only_queue)) return;
    envelope.attempts = before_.attempts;
    envelope.priority = before_.priority;
    envelope.last_attempt = before_.last_attempt;
    for (const Recipient& recipient : envelope.recipients) {
      bool waits = options_.only_queue ? recipient.state == Recipient::State::deferred
                                       : std::find(held.begin(), held.end(), &recipient) != held.end();
      if (waits) log(9, log::Priority::info, to_line(envelope, waiting_line(recipient, "queued")));
    }
  }

  void log(int level, log::Priority priority, const std::string& text) const {
    if (site_.log_level(level)) log::write(priority, entry_.id(), text);
  }

  bool too_many_hops(message::Envelope& envelope) {
    int maximum = site_.options().max_hop_count;
    if (envelope.hop_count <= maximum) return false;
    std::string host = envelope.macros.value("client_name");
    std::string text = fmt::format("Too many hops {} ({} max): from {} via {}, to {}", envelope.hop_count, maximum,
                                   envelope.sender, host.empty() ? "localhost" : host,
                                   envelope.recipients.empty() ? "(nobody)" : envelope.recipients.front().address);
    log(1, log::Priority::critical, "SYSERR(root): " + text);
    transcript_.add("554 5.4.6 " + text);
    for (Recipient& recipient : envelope.recipients) {
      recipient.state = Recipient::State::failed;
      recipient.status = ExitStatus::unavailable;
      recipient.enhanced = "5.4.6";
      recipient.status_text = "Too many hops";
      recipient.remote_reply = "554 5.4.6 Too many hops";
    }
    return true;
  }

  // Recipients that never get to a mailer: no such user, errors of rulesets, look-ups that failed for now.
  void log_unaddressable(const message::Envelope& envelope) {
    for (const Recipient& recipient : envelope.recipients) {
      bool failed = recipient.state == Recipient::State::failed;
      if (!failed && recipient.state != Recipient::State::deferred) continue;
      ToLine line = waiting_line(recipient, failed ? recipient.status_text : "queued");
      line.controller = controller_of(recipient);
      line.reply = failed ? recipient.remote_reply : "";
      log(failed ? 7 : 9, log::Priority::info, to_line(envelope, line));
      if (failed) note_failure(recipient);
    }
  }

  void note_failure(const Recipient& recipient) {
    if (summary_.worst == ExitStatus::ok) summary_.worst = recipient.status;
    summary_.failures.push_back(recipient.address + "... " + recipient.status_text);
    tell(recipient.address + "... " + recipient.status_text);
  }

  void tell(const std::string& line) const {
    if (options_.verbose) options_.verbose(line);
  }

  // Programs and files have the rights of the alias or .forward file that named them; everything else is the sender's
  // doing, as long as he is a local user.
  const message::ControllingUser* controller_of(const Recipient& recipient) const {
    if (const message::ControllingUser* granted = granted_rights(recipient); granted != nullptr) return granted;
    const message::Envelope& envelope = entry_.envelope();
    return envelope.sender_user ? &*envelope.sender_user : nullptr;
  }

  void set_sender(Batch& batch, message::Envelope& envelope) {
    rules::RewriteContext rewrite;
    rewrite.macros = &envelope.macros;
    rewrite.queue_id = envelope.id;
    bool null = envelope.sender.empty() || envelope.sender == "<>";
    bool null_on_wire = null && batch.mailer->is_ipc() && !batch.mailer->flags.has('g');
    // Where a mailbox or a program wants a sender, nobody is called by the name of $n.
    std::string sender = null ? envelope.macros.value("n") : envelope.sender;
    auto rewritten = site_.rules->rewrite_for(*batch.mailer, sender, rules::AddressRole::envelope_sender, "", rewrite);
    batch.sender = null_on_wire ? "" : bare_address(rewritten.address);
    batch.macros.set("g", batch.sender);
    batch.macros.set("f", bare_address(envelope.sender));
  }

  void set_macros(Batch& batch) {
    const Recipient& first = *batch.recipients.front();
    macros::MacroScope& scope = batch.macros;
    scope.set("h", batch.host);
    scope.set("u", first.user);
    scope.set("rcpt_addr", first.user);
    scope.set("rcpt_host", batch.host);
    scope.set("rcpt_mailer", batch.mailer->name);
    scope.set("d", message::ctime_date(services_.spool->clock().now()));
    std::string home;
    if (batch.mailer->flags.has('w')) {
      auto user = find_user(first.user);
      if (user && *user) home = (*user)->home;
    }
    if (home.empty() && batch.controller != nullptr) {
      auto user = find_user(batch.controller->uid);
      if (user && *user) home = (*user)->home;
    }
    scope.set("z", home);
  }

  void attempt(const PlannedBatch& planned) {
    message::Envelope& envelope = entry_.envelope();
    Batch batch(envelope);
    batch.recipients = planned.recipients;
    batch.mailer = planned.recipients.front()->mailer;
    batch.host = planned.recipients.front()->host;
    batch.body = entry_.body();
    batch.traffic = smtp_.traffic;
    batch.controller = controller_of(*planned.recipients.front());
    set_sender(batch, envelope);
    set_macros(batch);
    auto started = steady_clock::now();
    Outcomes outcomes = call_mailer(batch);
    auto took = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - started);
    for (const std::string& line : batch.transcript) transcript_.add(line);
    count(batch, outcomes);
    apply(batch, outcomes, took);
    checkpoint();
  }

  // A message that a mailer took counts once, however many recipients it had.
  void count(const Batch& batch, const Outcomes& outcomes) {
    bool taken = std::any_of(outcomes.begin(), outcomes.end(),
                             [](const Outcome& outcome) { return outcome.kind == Outcome::Kind::delivered; });
    if (taken) services_.spool->statistics().delivered(*batch.mailer, batch.envelope->message_size);
  }

  Outcomes call_mailer(Batch& batch) {
    const config::Mailer& mailer = *batch.mailer;
    int64_t limit = mailer.max_message_size;
    if (limit > 0 && batch.envelope->message_size > limit) return all_alike(batch, too_large(mailer));
    if (mailer.is_file()) return run_file_mailer(site_, *services_.helper, batch);
    if (mailer.is_ipc()) return run_smtp_mailer(site_, smtp_, batch, options_.verbose);
    if (takes_recipients_as_arguments(mailer)) return run_program_mailer(site_, *services_.helper, batch);
    return run_dialogue_program(site_, smtp_, *services_.helper, batch, options_.verbose);
  }

  Outcome too_large(const config::Mailer& mailer) {
    bool local = mailer.flags.has('l');
    Outcome outcome = outcome_of_status(ExitStatus::unavailable, "");
    outcome.enhanced = local ? "5.2.3" : "5.3.4";
    outcome.reply = std::to_string(to_int(ExitStatus::unavailable));
    transcript_.add(fmt::format("552 {} Message is too large; {} bytes max", outcome.enhanced, mailer.max_message_size));
    entry_.envelope().return_headers_only = true;
    return outcome;
  }

  void apply(const Batch& batch, const Outcomes& outcomes, std::chrono::seconds took) {
    for (size_t i = 0; i < batch.recipients.size(); ++i) apply_one(*batch.recipients[i], *batch.mailer, outcomes[i]);
    // One line for the recipients of equal fate, in their order.
    std::vector<bool> logged(outcomes.size());
    for (size_t i = 0; i < outcomes.size(); ++i) {
      if (logged[i]) continue;
      ToLine line;
      for (size_t k = i; k < outcomes.size(); ++k) {
        if (outcomes[k].stat != outcomes[i].stat || outcomes[k].reply != outcomes[i].reply) continue;
        line.recipients.push_back(batch.recipients[k]);
        logged[k] = true;
      }
      log_outcome(batch, outcomes[i], std::move(line), took);
    }
  }

  void apply_one(Recipient& recipient, const config::Mailer& mailer, const Outcome& outcome) {
    recipient.status = outcome.status;
    recipient.enhanced = outcome.enhanced;
    recipient.status_text = outcome.stat;
    recipient.remote_reply = outcome.reply;
    recipient.remote_mta = outcome.remote_mta;
    recipient.last_attempt = services_.spool->clock().now();
    switch (outcome.kind) {
      case Outcome::Kind::delivered:
        recipient.state = Recipient::State::delivered;
        recipient.delivered_to_mailbox = mailer.flags.has('l');
        recipient.relayed = mailer.is_ipc() && !mailer.flags.has('l') && !outcome.dsn_handed_on;
        tell(recipient.address + "... " + outcome.stat);
        break;
      case Outcome::Kind::deferred:
        recipient.state = Recipient::State::deferred;
        entry_.envelope().status_message = outcome.stat;
        tell(recipient.address + "... " + outcome.stat);
        break;
      case Outcome::Kind::failed:
        recipient.state = Recipient::State::failed;
        add_to_transcript(outcome.transcript, recipient.address);
        note_failure(recipient);
        break;
    }
  }

  // The last line is the recipient's; what stands before it tells how it came about.
  void add_to_transcript(const std::string& text, const std::string& address) {
    auto lines = split(text, '\n');
    for (size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].empty()) continue;
      transcript_.add(i + 1 == lines.size() ? about_line(std::string(lines[i]), address) : std::string(lines[i]));
    }
  }

  void log_outcome(const Batch& batch, const Outcome& outcome, ToLine line, std::chrono::seconds took) {
    line.controller = batch.controller;
    line.attempt_duration = took;
    line.mailer = batch.mailer->name;
    line.relay = !outcome.relay.empty() ? outcome.relay : batch.mailer->is_ipc() ? batch.host : "";
    line.dsn = outcome.enhanced;
    line.reply = outcome.kind != Outcome::Kind::delivered && !outcome.own_reply ? outcome.reply : "";
    line.stat = outcome.stat;
    int level = outcome.kind == Outcome::Kind::delivered ? 8 : outcome.kind == Outcome::Kind::deferred ? 9 : 7;
    log(level, log::Priority::info, to_line(entry_.envelope(), line));
  }

  // So that a crash does not deliver twice to those who have it.
  void checkpoint() {
    int interval = site_.options().checkpoint_interval;
    if (interval <= 0 || ++since_checkpoint_ < interval) return;
    since_checkpoint_ = 0;
    save();
  }

  void save() {
    auto saved = entry_.save();
    if (!saved) log(0, log::Priority::critical, "SYSERR(root): " + saved.error().text);
  }

  void conclude() {
    message::Envelope& envelope = entry_.envelope();
    dsn::Decision decision = dsn::decide(envelope, *site_.config, services_.spool->clock().now());
    for (const std::string& line : decision.transcript) transcript_.add(line);
    if (decision.timed_out) log(7, log::Priority::info, decision.message);
    bool wanted = options_.report_by_mail || (decision.report && *decision.report != dsn::ReportKind::failure);
    std::vector<queue::QueueEntry> reports;
    if (decision.report && wanted) reports = make_reports(decision);
    summary_.finished = lost_ || (decision.finished && !report_is_missing_);
    if (summary_.finished) {
      if (!lost_) entry_.remove();
    } else {
      if (report_is_missing_) keep_failed_recipients();
      save();
    }
    services_.spool->statistics().flush();
    RunOptions plain;
    plain.hosts = hosts_;
    for (queue::QueueEntry& report : reports) deliver(services_, std::move(report), plain);
  }

  std::vector<queue::QueueEntry> make_reports(const dsn::Decision& decision) {
    std::vector<queue::QueueEntry> entries;
    for (const dsn::ReportRequest& request : dsn::requests_for(entry_.envelope(), decision, *site_.config)) {
      dsn::ReportParts parts;
      parts.config = site_.config.get();
      parts.globals = &services_.spool->globals();
      parts.original = &entry_.envelope();
      parts.body = &entry_.body();
      parts.transcript = &transcript_;
      parts.new_id = services_.spool->store().new_id();
      parts.now = services_.spool->clock().now();
      auto report = dsn::make_report(parts, request);
      if (!report) {
        log(0, log::Priority::error, "SYSERR(root): " + report.error().text);
        report_is_missing_ = true;
        continue;
      }
      if (!*report) {
        if (request.to == dsn::ReportRequest::To::double_bounce) save_undeliverable();
        continue;
      }
      log(5, log::Priority::info, (*report)->log_line);
      services_.spool->statistics().received(site_.config->find_mailer("local"), (*report)->envelope.message_size);
      auto committed = services_.spool->store().commit_with_body(parts.new_id, "", std::move((*report)->envelope),
                                                                 (*report)->body, nullptr, queue::Durability::durable);
      if (committed) {
        entries.push_back(std::move(*committed));
      } else {
        log(0, log::Priority::critical, "SYSERR(root): " + committed.error().text);
        report_is_missing_ = true;
      }
    }
    return entries;
  }

  // A report that nobody can be given goes to DeadLetterDrop, else it waits in the queue for the postmaster.
  void save_undeliverable() {
    message::Envelope& envelope = entry_.envelope();
    if (envelope.precedence_class < 0) return;
    const std::string& path = site_.options().dead_letter_drop;
    Batch batch(envelope);
    batch.mailer = site_.config->find_mailer("*file*");
    batch.body = entry_.body();
    if (!path.empty() && site_.options().safe_file_environment.empty() && batch.mailer != nullptr) {
      set_sender(batch, envelope);
      batch.macros.set("d", message::ctime_date(services_.spool->clock().now()));
      if (append_to_file(site_, *services_.helper, batch, path).kind == Outcome::Kind::delivered) {
        log(4, log::Priority::notice, "Saved message in " + path);
        return tell("MAILER-DAEMON... Saved message in " + path);
      }
    }
    entry_.lose("savemail panic");
    log(1, log::Priority::critical, "SYSERR(root): savemail: cannot save rejected email anywhere");
    lost_ = true;
  }

  // A sender who could not be told (no space for the report) is told at the next attempt; until then the message stays.
  void keep_failed_recipients() {
    for (Recipient& recipient : entry_.envelope().recipients) {
      if (recipient.state == Recipient::State::failed) recipient.state = Recipient::State::deferred;
    }
  }

  const DeliveryServices& services_;
  const Site& site_;
  const RunOptions& options_;
  SmtpServices smtp_;
  std::shared_ptr<HostTable> hosts_;
  queue::QueueEntry entry_;  // given back before connections are closed
  RunSummary summary_;
  queue::Transcript transcript_;
  struct {
    int attempts;
    int64_t priority;
    std::chrono::system_clock::time_point last_attempt;
  } before_{};
  int since_checkpoint_ = 0;
  bool lost_ = false;               // the message is no entry of the queue any more
  bool report_is_missing_ = false;  // one that was due could not be queued
};

}  // namespace

std::shared_ptr<HostTable> make_host_table(const DeliveryServices& services, const RunOptions& options) {
  const config::Options& site = services.spool->site().options();
  return std::make_shared<HostTable>(HostTable::rules_of(site, options.selected), queue::HostStatusStore::of(site),
                                     *services.smtp.wire, options.verbose);
}

RunSummary deliver(const DeliveryServices& services, queue::QueueEntry entry, const RunOptions& options) {
  return Run(services, std::move(entry), options).run();
}

bool deliver_queued(const DeliveryServices& services, const queue::QueueLocation& where, queue::FileKind kind,
                    const RunOptions& options) {
  const Spool& spool = *services.spool;
  auto opened = queue::open_entry(spool.paths(), *spool.site().config, where, kind, &spool.globals());
  if (opened.kind != queue::OpenOutcome::Kind::opened) {
    if (options.verbose && !opened.text.empty()) options.verbose(opened.text);
    return false;
  }
  deliver(services, std::move(*opened.entry), options);
  return true;
}

}  // namespace sm::delivery
