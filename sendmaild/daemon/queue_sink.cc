// From DATA to the queue. The body goes to the store as it comes; only the header is held in memory.
// Invariant: whatever way a transaction ends, no file of an uncommitted message is left (IncomingMessage's destructor).
#include "sendmaild/daemon/queue_sink.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "sendmaild/daemon/header_check.h"
#include "sendmaild/daemon/outside_text.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/queue_choice.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/message_id.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/queue/run_plan.h"

namespace sm::daemon {
namespace {

using smtp::EnhancedCode;
using smtp::Reply;

Reply store_failed(const Error& error) {
  if (error.text.find("Insufficient disk space") != std::string::npos) return smtp::reply::no_disk_space();
  return Reply(451, EnhancedCode{4, 3, 0}, "queue file cannot be written, try again later");
}

bool is_8bit(char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }

}  // namespace

QueueSink::QueueSink(std::shared_ptr<SessionContext> context, Kick kick)
    : context_(std::move(context)), kick_(std::move(kick)) {}

Reply QueueSink::begin() {
  message::Envelope& envelope = *context_->envelope;
  message::HeaderRules rules;
  rules.max_length = context_->site->options().max_headers_length;
  rules.save_from_line = context_->site->options().save_from_line;
  collector_.emplace(rules);
  has_8bit_ = false;
  completed_ = false;
  envelope.created = context_->spool->clock().now();
  if (!envelope.recipients.empty())
    envelope.queue_group = delivery::queue_group_of(*context_->site, envelope.recipients.front(), envelope);
  auto incoming = context_->spool->store().begin(envelope.id, envelope.queue_group, envelope.message_size);
  if (!incoming) {
    log::write(log::Priority::error, envelope.id, "SYSERR(root): " + incoming.error().text);
    return store_failed(incoming.error());
  }
  context_->incoming = std::move(*incoming);
  return {};
}

Reply QueueSink::write_body(const std::string& text) {
  if (text.empty()) return {};
  has_8bit_ = has_8bit_ || std::any_of(text.begin(), text.end(), is_8bit);
  auto written = context_->incoming->write(text);
  if (written) return {};
  log::write(log::Priority::error, context_->queue_id(), "SYSERR(root): " + written.error().text);
  context_->incoming.reset();
  return store_failed(written.error());
}

Reply QueueSink::write(const std::string& text) {
  if (collector_->ended()) return write_body(text);
  std::string body;
  collector_->feed(text, body);
  return write_body(body);
}

Reply QueueSink::finish_text() {
  std::string body;
  collector_->finish(body);
  Reply reply = write_body(body);
  if (reply.is_set()) return reply;
  if (collector_->too_long()) {
    int64_t maximum = context_->site->options().max_headers_length;
    context_->log(0, log::Priority::notice, fmt::format("headers too large ({} max) from {} during message collect",
                                                        maximum, context_->peer.name));
    return Reply(552, EnhancedCode{5, 6, 0}, fmt::format("Headers too large ({} max)", maximum));
  }
  return {};
}

void QueueSink::end_transaction() {
  context_->incoming.reset();
  collector_.reset();
  completed_ = false;
  context_->begin_envelope();
}

Reply QueueSink::complete(const smtp::server::DataFacts& facts) {
  Reply reply = context_->incoming ? finish_text() : smtp::reply::try_again_later();
  if (!reply.is_set()) reply = judge(facts);
  if (reply.is_set()) end_transaction();
  return reply;
}

Reply QueueSink::commit() {
  count_message();
  Reply reply = queue_message();
  end_transaction();
  context_->spool->statistics().flush();
  return reply;
}

Reply QueueSink::discard() {
  if (context_->site->log_level(10))
    log_recipients("discarded");
  else
    context_->log(5, log::Priority::info, "discarded");
  return smtp::reply::accepted(context_->queue_id());
}

// For the statistics a message belongs to its sender's mailer; reports have none, and come from here.
void QueueSink::count_message() const {
  const message::Envelope& envelope = *context_->envelope;
  delivery::Statistics& statistics = context_->spool->statistics();
  const config::Mailer* mailer = envelope.sender_mailer;
  if (mailer == nullptr) mailer = context_->site->config->find_mailer("local");
  statistics.received(mailer, envelope.message_size);
  if (envelope.discarded)
    statistics.discarded(mailer);
  else if (!envelope.quarantine_reason.empty())
    statistics.quarantined(mailer);
}

bool QueueSink::deliver_now() const {
  const message::Envelope& envelope = *context_->envelope;
  char mode = context_->port.delivery_mode != 0 ? context_->port.delivery_mode
                                                : static_cast<char>(context_->site->options().delivery_mode);
  bool all_wait = std::all_of(envelope.recipients.begin(), envelope.recipients.end(), [](const auto& recipient) {
    return recipient.state == message::Recipient::State::deferred;
  });
  if (!envelope.quarantine_reason.empty() || all_wait || mode == 'q' || mode == 'd') return false;
  return !queue::should_only_queue(envelope.priority, process::load_average(), context_->site->options());
}

// The header as it was sent becomes the envelope's, behind the warnings that the session has for it, with the macros that
// default fields need.
void QueueSink::take_header() {
  message::Envelope& envelope = *context_->envelope;
  macros::MacroScope& scope = envelope.macros;
  auto warnings = std::move(envelope.headers);
  envelope.headers = collector_->take();
  for (auto field = warnings.fields().rbegin(); field != warnings.fields().rend(); ++field) {
    envelope.headers.prepend(std::move(*field));
  }
  scope.set("g", outside_text(delivery::bare_address(envelope.sender)));
  scope.set("b", message::rfc5322_date(envelope.created));
  scope.set("a", scope.value("b"));
  scope.set("d", message::ctime_date(envelope.created));
  scope.set("t", message::compact_time(envelope.created));
  message::note_header_facts(envelope, *context_->site->config);
}

void QueueSink::add_default_header() {
  message::Envelope& envelope = *context_->envelope;
  const config::Config& config = *context_->site->config;
  if (envelope.sender == "<>") envelope.macros.set("g", envelope.macros.value("n"));
  message::add_default_headers(envelope, config);
  message::note_header_facts(envelope, config);
  envelope.macros.set("msg_id", outside_text(envelope.message_id));
}

// Rulesets about header and message. The envelope is complete afterwards, refused or not.
Reply QueueSink::judge(const smtp::server::DataFacts& facts) {
  message::Envelope& envelope = *context_->envelope;
  envelope.message_size = static_cast<int64_t>(facts.bytes);
  envelope.has_8bit = has_8bit_ || collector_->saw_8bit();
  take_header();
  auto refusal = check_header(*context_, collector_->length());
  if (!refusal) refusal = check_end_of_message(*context_, envelope.message_size);
  add_default_header();
  envelope.priority = message::initial_priority(envelope, context_->site->options());
  context_->log_sender();
  completed_ = true;
  return refusal.value_or(Reply());
}

// One "to=" line for each, with the reason why none of them gets the message.
void QueueSink::log_recipients(const std::string& reason) const {
  for (const message::Recipient& recipient : context_->envelope->recipients) {
    context_->log(9, log::Priority::info, delivery::aborted_line(*context_->envelope, recipient, reason));
  }
}

void QueueSink::log_waiting() const {
  const message::Envelope& envelope = *context_->envelope;
  for (const message::Recipient& recipient : envelope.recipients) {
    const char* stat = envelope.quarantine_reason.empty() ? "queued" : "quarantined";
    context_->log(9, log::Priority::info, delivery::to_line(envelope, delivery::waiting_line(recipient, stat)));
  }
}

Reply QueueSink::queue_message() {
  message::Envelope& envelope = *context_->envelope;
  std::string id = envelope.id;
  // Filters may have taken the last recipient away.
  if (envelope.recipients.empty()) return smtp::reply::accepted(id);
  if (envelope.discarded) return discard();
  bool now = deliver_now();
  if (!now) log_waiting();
  auto entry = context_->incoming->commit(std::move(envelope), queue::Durability::durable);
  if (!entry) {
    log::write(log::Priority::error, id, "SYSERR(root): " + entry.error().text);
    return store_failed(entry.error());
  }
  std::vector<queue::QueueLocation> places{entry->where()};
  {
    auto parts = delivery::split_by_group(*context_->spool, *entry);
    for (const queue::QueueEntry& part : parts) places.push_back(part.where());
    // The locks go with the entries; only then can the sender take the messages.
    queue::QueueEntry done = std::move(*entry);
  }
  for (const queue::QueueLocation& where : places) {
    if (now && kick_) kick_(where);
  }
  return smtp::reply::accepted(id);
}

void QueueSink::abort(const Reply& reply, const smtp::server::DataFacts& facts) {
  message::Envelope& envelope = *context_->envelope;
  if (reply.is_set() && collector_ && !completed_) {
    // A message that was read to its end and refused is logged with its id.
    std::string body;
    collector_->finish(body);
    take_header();
    add_default_header();
    envelope.message_size = static_cast<int64_t>(facts.bytes);
    envelope.priority = message::initial_priority(envelope, context_->site->options());
  }
  context_->log_sender();
  if (facts.exceeded_limit > 0) {
    context_->log(6, log::Priority::notice,
                  fmt::format("message size ({}) exceeds maximum ({})", facts.bytes, facts.exceeded_limit));
  }
  if (reply.is_set() && (completed_ || !reply.closes())) {
    log_recipients(reply.lines.at(0));
  }
  end_transaction();
}

}  // namespace sm::daemon
