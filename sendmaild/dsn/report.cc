// Builds the report as a new message: envelope from <>, header, and the three parts.
#include "sendmaild/dsn/report.h"

#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "sendmaild/dsn/readers.h"
#include "sendmaild/dsn/report_parts.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/received.h"
#include "sendmaild/message/spool.h"
#include "sendmaild/message/write_message.h"

namespace sm::dsn {

namespace {

using message::Envelope;
using message::HeaderField;
using message::Recipient;

constexpr const char* kDaemonName = "MAILER-DAEMON";

bool is_null_sender(const Envelope& envelope) { return without_brackets(envelope.sender).empty(); }

struct Titles {
  std::string subject;
  const char* kind;
};

Titles titles_of(const ReportView& view) {
  if (view.to_postmaster) return {"Postmaster notify: see transcript for details", "postmaster-notification"};
  switch (view.request.kind) {
    case ReportKind::warning:
      return {view.request.message, "warning-timeout"};
    case ReportKind::receipt:
      return {"Return receipt", "return-receipt"};
    default:
      return {"Returned mail: see transcript for details", "failure"};
  }
}

bool returns_body(const ReportView& view) {
  const Envelope& original = view.original();
  bool too_large = false;
  for (const Recipient& recipient : original.recipients) {
    bool over_limit = recipient.mailer != nullptr && recipient.mailer->max_message_size > 0 &&
                      original.message_size > recipient.mailer->max_message_size;
    too_large = too_large || recipient.enhanced == "5.2.3" || over_limit;
  }
  return view.request.kind != ReportKind::receipt && view.request.to != ReportRequest::To::postmaster && !too_large &&
         !original.return_headers_only && original.precedence_class >= 0 &&
         !view.options().privacy_options.has(config::Privacy::nobodyreturn);
}

// The header of the original as it is shown to its sender.
std::string original_header(const ReportView& view) {
  const Envelope& original = view.original();
  config::Mailer plain;
  for (char flag : {'D', 'F', 'M'}) plain.flags.set(flag);
  macros::MacroScope scope(&original.macros);
  scope.set("g", address::quote_encoded(without_brackets(original.sender)));
  message::MessageForm form;
  form.config = view.parts.config;
  form.mailer = &plain;
  form.macros = &scope;
  return message::header_text(original, form, message::HeaderChoice{.return_path = true});
}

class Writer {
 public:
  Writer(const ReportView& view, std::string boundary) : view_(view), boundary_(std::move(boundary)) {}

  Result<message::BodyFile> run() {
    bool mime = view_.options().send_mime_errors;
    Result<void> done = put(mime ? "This is a MIME-encapsulated message\n\n--" + boundary_ + "\n\n" : "");
    if (done) done = put(explanation(view_));
    if (done && mime)
      done = put("\n--" + boundary_ + "\nContent-Type: message/delivery-status\n\n" + delivery_status(view_));
    if (done) done = mime ? original_part() : original_plain();
    if (done && mime) done = put("\n--" + boundary_ + "--\n");
    if (done) done = put("\n");
    if (!done) return std::move(done).error();
    return spool_.finish();
  }

 private:
  Result<void> put(std::string_view text) { return spool_.append(text); }

  Result<void> original_part() {
    if (view_.parts.body->is_missing()) return {};
    bool with_body = returns_body(view_);
    std::string text = "\n--" + boundary_ + "\nContent-Type: " + (with_body ? "message/rfc822" : "text/rfc822-headers") + "\n";
    if (view_.original().has_8bit) text += "Content-Transfer-Encoding: 8bit\n";
    text += "\n" + original_header(view_);
    if (auto ok = put(text); !ok || !with_body) return ok;
    if (auto ok = put("\n"); !ok) return ok;
    return copy_body();
  }

  Result<void> original_plain() {
    if (view_.parts.body->is_missing()) return put("\n  ----- No message was collected -----\n");
    bool with_body = returns_body(view_);
    std::string text = with_body ? "\n   ----- Original message follows -----\n\n" : "\n   ----- Message header follows -----\n\n";
    if (auto ok = put(text + original_header(view_)); !ok) return ok;
    if (!with_body) return put("\n   ----- Message body suppressed -----\n");
    if (auto ok = put("\n"); !ok) return ok;
    return copy_body();
  }

  // The boundary holds the report's own id, which no text written before can contain.
  Result<void> copy_body() {
    constexpr size_t kChunk = 64 * 1024;
    const message::BodyFile& body = *view_.parts.body;
    bool ends_line = true;
    for (int64_t offset = 0; offset < body.size();) {
      Result<std::string> piece = body.read(offset, kChunk);
      if (!piece) return std::move(piece).error();
      offset += static_cast<int64_t>(piece->size());
      ends_line = piece->ends_with('\n');
      if (auto ok = put(*piece); !ok) return ok;
    }
    return ends_line ? Result<void>() : put("\n");
  }

  const ReportView& view_;
  std::string boundary_;
  message::Spool spool_;
};

void add_field(Envelope& envelope, const char* name, const std::string& value) {
  HeaderField field;
  field.name = name;
  field.value = " " + value;
  envelope.headers.append(std::move(field));
}

// A failure that somebody has to mend here (a loop, a mailer that cannot be run) is postmaster's business too.
bool concerns_postmaster(const ReportView& view) {
  if (view.request.kind != ReportKind::failure || view.request.to != ReportRequest::To::sender) return false;
  const std::vector<Recipient>& recipients = view.original().recipients;
  return std::any_of(recipients.begin(), recipients.end(), [](const Recipient& recipient) {
    bool is_ours = recipient.status == ExitStatus::config || recipient.status == ExitStatus::software;
    return is_ours && recipient.state == Recipient::State::failed;
  });
}

void add_header(Envelope& envelope, const ReportView& view, const std::string& boundary) {
  for (const Recipient& recipient : envelope.recipients) add_field(envelope, "To", recipient.address);
  if (view.options().send_mime_errors) {
    add_field(envelope, "MIME-Version", "1.0");
    add_field(envelope, "Content-Type", "multipart/report; report-type=delivery-status;\n\tboundary=\"" + boundary + "\"");
    if (view.original().has_8bit) add_field(envelope, "Content-Transfer-Encoding", "8bit");
  }
  Titles titles = titles_of(view);
  add_field(envelope, "Subject", titles.subject);
  add_field(envelope, "Auto-Submitted", fmt::format("auto-generated ({})", titles.kind));
  message::note_header_facts(envelope, *view.parts.config);
  message::add_default_headers(envelope, *view.parts.config);
}

Recipient reader_of_report(const std::string& address) {
  Recipient recipient;
  recipient.address = address;
  recipient.notify.given = true;
  recipient.notify.failure = true;
  return recipient;
}

Envelope new_envelope(const ReportView& view, const std::vector<std::string>& readers) {
  const ReportParts& parts = view.parts;
  Envelope envelope(parts.globals);
  envelope.id = parts.new_id;
  envelope.created = parts.now;
  envelope.is_bounce = true;
  envelope.sender = "<>";
  envelope.has_8bit = view.original().has_8bit;
  if (envelope.has_8bit) envelope.body_type = message::BodyType::eight_bit_mime;
  constexpr int64_t kReportSize = 1024;
  envelope.message_size = returns_body(view) ? view.original().message_size + kReportSize : 0;
  std::string daemon = parts.globals->value("n");
  if (daemon.empty()) daemon = kDaemonName;
  envelope.macros.set("i", parts.new_id);
  envelope.macros.set("f", daemon);
  envelope.macros.set("g", daemon);
  envelope.macros.set("x", "Mail Delivery Subsystem");
  message::set_received_for_bounce(envelope);
  for (const std::string& reader : readers) envelope.recipients.push_back(reader_of_report(reader));
  if (concerns_postmaster(view)) envelope.recipients.push_back(reader_of_report("postmaster"));
  return envelope;
}

const char* log_kind(const ReportView& view) {
  if (view.to_postmaster) return "postmaster notify";
  if (view.original().is_bounce) return "return to sender";
  return view.original().warning_sent ? "sender notify" : "DSN";
}

}  // namespace

Result<std::optional<Report>> make_report(const ReportParts& parts, const ReportRequest& request) {
  std::vector<std::string> readers = readers_of(parts, request);
  if (readers.empty()) return std::optional<Report>();
  ReportView view{parts, request, parts.globals->value("j"), request.to != ReportRequest::To::sender};
  std::string boundary = fmt::format("{}.{}/{}", parts.new_id, to_seconds(parts.now), view.host);
  Envelope envelope = new_envelope(view, readers);
  add_header(envelope, view, boundary);
  envelope.priority = message::initial_priority(envelope, view.options());
  Result<message::BodyFile> body = Writer(view, boundary).run();
  if (!body) return std::move(body).error();
  std::string log_line = fmt::format("{}: {}: {}", parts.new_id, log_kind(view), request.message);
  return std::optional<Report>(Report{std::move(envelope), *std::move(body), std::move(log_line)});
}

std::vector<ReportRequest> requests_for(const Envelope& envelope, const Decision& decision, const config::Config& config) {
  std::vector<ReportRequest> out;
  if (!decision.report) return out;
  bool others = *decision.report == ReportKind::failure && !errors_to(envelope, config.options).empty();
  bool from_nobody = envelope.is_bounce || (is_null_sender(envelope) && !others);
  ReportRequest request{*decision.report, ReportRequest::To::sender, decision.message};
  if (!from_nobody)
    out.push_back(request);
  else if (*decision.report == ReportKind::failure && !config.options.double_bounce_address.empty())
    out.push_back(ReportRequest{ReportKind::failure, ReportRequest::To::double_bounce, decision.message});
  if (decision.postmaster_copy)
    out.push_back(ReportRequest{ReportKind::failure, ReportRequest::To::postmaster, decision.message});
  return out;
}

}  // namespace sm::dsn
