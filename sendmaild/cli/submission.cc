// See the header. Text comes with '\n' or CRLF line ends; the queue has '\n'.
// Security: runs with the rights of an ordinary user and the group of the client queue; what the caller writes ends up in
// fields and macros, never in commands.
#include "sendmaild/cli/submission.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iterator>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/alias/address_list.h"
#include "sendmaild/delivery/addressing.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/queue_choice.h"
#include "sendmaild/delivery/split.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/header_parse.h"
#include "sendmaild/message/header_rewrite.h"
#include "sendmaild/message/message_id.h"

namespace sm::cli {
namespace {

constexpr size_t kReadSize = 64 * 1024;

// Lines of standard input: CRLF becomes LF, a lone dot ends the message where dots count.
class TextInput {
 public:
  TextInput(int fd, bool dot_ends) : fd_(fd), dot_ends_(dot_ends) {}

  // The next piece, whole lines but for the last; empty at the end. Error: read failed.
  Result<std::string> next() {
    std::string out;
    while (out.empty() && !ended_) {
      char buffer[kReadSize];
      ssize_t got = ::read(fd_, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return system_error("cannot read message", errno, ExitStatus::no_input);
      if (got == 0) {
        ended_ = true;
        take_line(out, false);
      } else {
        take(std::string_view(buffer, static_cast<size_t>(got)), out);
      }
    }
    return out;
  }

 private:
  void take(std::string_view bytes, std::string& out) {
    while (!bytes.empty() && !ended_) {
      size_t end = bytes.find('\n');
      line_.append(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      take_line(out, true);
      bytes.remove_prefix(end + 1);
    }
  }

  void take_line(std::string& out, bool complete) {
    if (complete && !line_.empty() && line_.back() == '\r') line_.pop_back();
    if (complete && dot_ends_ && line_ == ".") {
      ended_ = true;
    } else if (complete || !line_.empty()) {
      out += line_;
      out += '\n';
    }
    line_.clear();
  }

  int fd_;
  bool dot_ends_;
  bool ended_ = false;
  std::string line_;
};

message::NotifyWish notify_of(const CommandLine& line) {
  message::NotifyWish wish;
  if (!line.notify) return wish;
  wish.given = true;
  for (std::string_view word : split(*line.notify, ',')) {
    std::string name = ascii::lower(trim(word));
    wish.never = wish.never || name == "never";
    wish.success = wish.success || name == "success";
    wish.failure = wish.failure || name == "failure";
    wish.delay = wish.delay || name == "delay";
  }
  return wish;
}

}  // namespace

daemon::SubmissionKind submission_kind(const CommandLine& line) {
  return line.gateway ? daemon::SubmissionKind::gateway : daemon::SubmissionKind::direct;
}

Submission::Submission(const CommandLine& line, std::shared_ptr<delivery::Spool> spool,
                       std::shared_ptr<const alias::Expander> expander, Caller who)
    : line_(line), spool_(std::move(spool)), site_(spool_->site()), expander_(std::move(expander)), who_(std::move(who)) {
  envelope_ = std::make_unique<message::Envelope>(&spool_->globals());
  envelope_->id = spool_->store().new_id();
  envelope_->created = spool_->clock().now();
}

void Submission::set_sender() {
  std::string host = site_.macro("j");
  envelope_->sender = line_.sender.value_or(who_.name);
  if (envelope_->sender.empty()) envelope_->sender = "<>";
  if (envelope_->sender != "<>") {
    std::string author = delivery::bare_address(envelope_->sender);
    envelope_->auth_sender = xtext_encode(author.find('@') == std::string::npos ? author + "@" + host : author);
  }
  // Whatever sender is claimed: the caller's rights are the message's.
  message::ControllingUser controller;
  controller.user = who_.name;
  controller.uid = who_.uid;
  controller.gid = who_.gid;
  controller.alias = envelope_->sender;
  envelope_->sender_user = controller;
  if (!line_.sender || is_trusted_name(site_, who_.name)) return;
  bool own = delivery::bare_address(*line_.sender) == who_.name;
  if (own || !site_.options().privacy_options.has(config::Privacy::authwarnings)) return;
  std::string text = fmt::format("{} set sender to {} using -f", who_.name, *line_.sender);
  if (site_.log_level(4)) {
    log::write(log::Priority::info, envelope_->id, fmt::format("Authentication-Warning: {}: {}", host, text));
  }
  message::add_authentication_warning(*envelope_, host, text);
}

void Submission::set_macros() {
  macros::MacroScope& scope = envelope_->macros;
  scope.set("i", envelope_->id);
  scope.set("_", who_.name + "@localhost");
  scope.set("r", line_.protocol);
  if (!line_.protocol_host.empty()) scope.set("s", line_.protocol_host);
  scope.set("client_name", "localhost");
  scope.set("client_addr", "127.0.0.1");
  scope.set("client_resolve", "OK");
  scope.set("client_ptr", "localhost");
  scope.set("daemon_flags", daemon::submission_flags(site_.options(), submission_kind(line_)));
  std::string sender = envelope_->sender == "<>" ? "" : delivery::bare_address(envelope_->sender);
  scope.set("f", sender);
  scope.set("g", sender.empty() ? scope.value("n") : sender);
  std::string name = !line_.full_name.empty() ? line_.full_name : who_.full_name;
  if (!line_.sender && !name.empty()) scope.set("x", name);
  scope.set("b", message::rfc5322_date(envelope_->created));
  scope.set("a", scope.value("b"));
  scope.set("d", message::ctime_date(envelope_->created));
  scope.set("t", message::compact_time(envelope_->created));
}

Result<void> Submission::read_text(int input, queue::IncomingMessage& incoming) {
  message::HeaderRules rules;
  rules.max_length = site_.options().max_headers_length;
  rules.save_from_line = site_.options().save_from_line;
  message::HeaderCollector collector(rules);
  TextInput text(input, !line_.ignore_dots && !site_.options().ignore_dots);
  TrafficLines lines(traffic_, TrafficLog::Direction::in);
  for (;;) {
    auto piece = text.next();
    if (!piece) return piece.error();
    if (traffic_) lines.feed(*piece);
    if (traffic_ && piece->empty()) lines.finish();
    std::string body;
    if (piece->empty()) {
      collector.finish(body);
    } else if (collector.ended()) {
      body = *piece;
    } else {
      collector.feed(*piece, body);
    }
    size_ += static_cast<int64_t>(piece->size());
    has_8bit_ = has_8bit_ || std::any_of(piece->begin(), piece->end(), [](char c) { return (c & 0x80) != 0; });
    auto written = incoming.write(body);
    if (!written) return written.error();
    if (piece->empty()) break;
  }
  int64_t maximum = site_.options().max_message_size;
  if (maximum > 0 && size_ > maximum) {
    return Error{fmt::format("Message exceeds maximum fixed size ({})", maximum), ExitStatus::unavailable};
  }
  auto warnings = std::move(envelope_->headers);
  envelope_->headers = collector.take();
  for (auto field = warnings.fields().rbegin(); field != warnings.fields().rend(); ++field) {
    envelope_->headers.prepend(std::move(*field));
  }
  return {};
}

void Submission::take_header_recipients() {
  auto& fields = envelope_->headers.fields();
  bool resent = std::any_of(fields.begin(), fields.end(), [](const message::HeaderField& field) {
    return message::field_kind(field.name).resent;
  });
  for (const message::HeaderField& field : fields) {
    message::FieldKind kind = message::field_kind(field.name);
    if (!kind.recipient_address || kind.resent != resent) continue;
    // With comments and phrases, as logs and reports show them; folds are taken out.
    for (std::string_view member : message::split_addresses(field.value, message::ListStyle::commas)) {
      std::string& address = recipients_.emplace_back(member);
      std::erase(address, '\n');
    }
  }
}

Result<void> Submission::set_recipients() {
  for (const std::string& argument : line_.recipients) {
    for (std::string& address : alias::split_address_list(argument)) recipients_.push_back(std::move(address));
  }
  if (line_.recipients_from_header) take_header_recipients();
  if (recipients_.empty()) {
    return Error{line_.recipients_from_header ? "No recipient addresses found in header"
                                              : "Recipient names must be specified",
                 ExitStatus::usage};
  }
  for (const std::string& address : recipients_) {
    message::Recipient recipient;
    recipient.address = address;
    recipient.notify = notify_of(line_);
    bool known = std::any_of(envelope_->recipients.begin(), envelope_->recipients.end(),
                             [&](const message::Recipient& other) { return other.address == address; });
    if (!known) envelope_->recipients.push_back(std::move(recipient));
  }
  return {};
}

void Submission::note_refusal(const message::Recipient& recipient) {
  bool failed = recipient.state == message::Recipient::State::failed;
  // In mode `defer` it is nobody's mistake that maps are not asked.
  bool on_purpose = !failed && site_.options().delivery_mode == config::DeliveryMode::defer;
  if (recipient.status_text.empty() || on_purpose) return;
  std::string text = recipient.address + "... " + recipient.status_text;
  if (site_.log_level(5)) log::write(log::Priority::info, envelope_->id, text);
  refusals_.lines.push_back(std::move(text));
  if (!failed) return;
  if (refusals_.worst == ExitStatus::ok) refusals_.worst = recipient.status;
  envelope_->status_message = recipient.status_text;
  // What never had a mailer is in the log already.
  if (recipient.mailer == nullptr) return;
  delivery::ToLine line = delivery::waiting_line(recipient, recipient.status_text);
  if (recipient.controller) line.controller = &*recipient.controller;
  line.reply = recipient.remote_reply;
  if (site_.log_level(7)) log::write(log::Priority::info, envelope_->id, delivery::to_line(*envelope_, line));
}

// Before anything is queued: whoever calls is told what is wrong with an address.
void Submission::look_into_recipients() {
  delivery::AddressingContext context;
  context.site = &site_;
  context.expander = expander_.get();
  context.no_aliases = line_.no_aliases;
  context.delivery_mode = static_cast<char>(site_.options().delivery_mode);
  if (line_.verbose) {
    context.verbose = [](const std::string& text) { std::fputs((text + "\n").c_str(), stdout); };
  }
  delivery::address_recipients(*envelope_, context);
  for (const message::Recipient& recipient : envelope_->recipients) {
    bool refused = recipient.state == message::Recipient::State::failed || recipient.state == message::Recipient::State::deferred;
    if (refused) note_refusal(recipient);
  }
}

Result<Submitted> Submission::read(int input) {
  set_sender();
  set_macros();
  auto incoming = spool_->store().begin(envelope_->id, "", 0);
  if (!incoming) return incoming.error();
  auto text = read_text(input, **incoming);
  if (!text) return text.error();
  auto recipients = set_recipients();
  if (!recipients) return recipients.error();
  look_into_recipients();
  envelope_->message_size = size_;
  envelope_->has_8bit = has_8bit_;
  if (line_.body_type == "8BITMIME") envelope_->body_type = message::BodyType::eight_bit_mime;
  if (line_.body_type == "7BIT") envelope_->body_type = message::BodyType::seven_bit;
  if (line_.ret) {
    envelope_->return_given = true;
    envelope_->return_headers_only = *line_.ret == "hdrs";
  }
  if (line_.envelope_id) envelope_->envelope_id = xtext_decode(*line_.envelope_id);
  message::note_header_facts(*envelope_, *site_.config);
  if (line_.hop_count > envelope_->hop_count) envelope_->hop_count = line_.hop_count;
  envelope_->hide_received_for = line_.recipients_from_header;
  message::add_default_headers(*envelope_, *site_.config);
  message::note_header_facts(*envelope_, *site_.config);
  envelope_->priority = message::initial_priority(*envelope_, site_.options());
  delivery::find_sender_user(*envelope_, site_);
  spool_->statistics().received(envelope_->sender_mailer, envelope_->message_size);
  spool_->statistics().flush();
  if (site_.log_level(5)) {
    log::write(log::Priority::info, envelope_->id, delivery::from_line(*envelope_, message::recipient_count(*envelope_)));
  }
  auto entry = (*incoming)->commit(std::move(*envelope_), queue::Durability::durable);
  if (!entry) return entry.error();
  Submitted submitted;
  submitted.refusals = std::move(refusals_);
  submitted.lists = delivery::split_by_owner(*spool_, *entry);
  auto parts = delivery::split_by_group(*spool_, *entry);
  submitted.entries.push_back(*std::move(entry));
  std::move(parts.begin(), parts.end(), std::back_inserter(submitted.entries));
  return submitted;
}

}  // namespace sm::cli
