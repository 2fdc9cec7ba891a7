// One walk over the fields.
#include "sendmaild/message/header_facts.h"

#include <algorithm>

#include <array>
#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/address/dollar_encoding.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/message_id.h"

namespace sm::message {

namespace {

constexpr FieldKind kSender{.sender_address = true};
constexpr FieldKind kResentSender{.sender_address = true, .resent = true};
constexpr FieldKind kRecipient{.recipient_address = true};
constexpr FieldKind kResentRecipient{.recipient_address = true, .resent = true};
constexpr FieldKind kTrace{.trace = true, .forced = true};
constexpr FieldKind kForced{.forced = true};
constexpr FieldKind kResent{.resent = true};
constexpr FieldKind kConditional{.conditional = true};
constexpr FieldKind kEnd{.ends_header = true};
constexpr FieldKind kReceipt{.sender_address = true, .asks_receipt = true};

const std::array<std::pair<const char*, FieldKind>, 32> kKnownFields = {{
    {"resent-sender", kResentSender},
    {"resent-from", kResentSender},
    {"resent-reply-to", kResentSender},
    {"sender", kSender},
    {"from", kSender},
    {"reply-to", kSender},
    {"disposition-notification-to", kSender},
    {"errors-to", kSender},
    {"return-receipt-to", kReceipt},
    {"delivery-receipt-to", kReceipt},
    {"to", kRecipient},
    {"cc", kRecipient},
    {"apparently-to", kRecipient},
    {"bcc", {.recipient_address = true, .bcc = true}},
    {"resent-to", kResentRecipient},
    {"resent-cc", kResentRecipient},
    {"resent-bcc", {.recipient_address = true, .resent = true, .bcc = true}},
    {"resent-date", kResent},
    {"resent-message-id", kResent},
    {"received", kTrace},
    {"via", kTrace},
    {"mail-from", kTrace},
    {"x400-received", kTrace},
    {"comments", kForced},
    {"x-authentication-warning", kForced},
    {"return-path", {.forced = true, .conditional = true}},
    {"full-name", kConditional},
    {"content-length", kConditional},
    {"message", kEnd},
    {"text", kEnd},
    {"date", {}},
    {"message-id", {}},
}};

config::TimeoutClass class_of_priority_field(std::string_view value, config::TimeoutClass otherwise) {
  if (ascii::equal_ignoring_case(value, "urgent")) return config::TimeoutClass::urgent;
  if (ascii::equal_ignoring_case(value, "non-urgent")) return config::TimeoutClass::non_urgent;
  if (ascii::equal_ignoring_case(value, "normal")) return config::TimeoutClass::normal;
  return otherwise;
}

bool is_delivery_report(const HeaderList& headers) {
  const HeaderField* type = headers.find("Content-Type");
  if (type == nullptr) return false;
  std::string value = ascii::lower(type->text());
  return value.starts_with("multipart/report") && value.find("delivery-status") != std::string::npos;
}

void note_mime(Envelope& envelope) {
  bool has_version = envelope.headers.has("MIME-Version");
  envelope.is_mime = has_version || envelope.body_type == BodyType::eight_bit_mime;
  if (envelope.body_type == BodyType::eight_bit_mime && !envelope.has_8bit) envelope.body_type = BodyType::seven_bit;
  if (envelope.has_8bit && has_version) envelope.body_type = BodyType::eight_bit_mime;
  const HeaderField* type = envelope.headers.find("Content-Type");
  if (!envelope.is_mime && type != nullptr && type->value.find('/') == std::string::npos) envelope.dont_mime = true;
}

// RrtImpliesDsn: who said nothing about notifications gets all of them.
void ask_for_receipts(Envelope& envelope) {
  for (Recipient& recipient : envelope.recipients) {
    if (recipient.notify.given) continue;
    recipient.notify = NotifyWish{.given = true, .never = false, .success = true, .failure = true, .delay = true};
  }
}

}  // namespace

FieldKind field_kind(std::string_view name) {
  for (const auto& [known, kind] : kKnownFields)
    if (ascii::equal_ignoring_case(name, known)) return kind;
  return FieldKind();
}

config::TimeoutClass timeout_class_of(const Envelope& envelope) {
  using config::TimeoutClass;
  if (envelope.is_bounce || is_delivery_report(envelope.headers)) return TimeoutClass::dsn;
  TimeoutClass by_class = envelope.precedence_class > 0   ? TimeoutClass::urgent
                          : envelope.precedence_class < 0 ? TimeoutClass::non_urgent
                                                          : TimeoutClass::normal;
  const HeaderField* priority = envelope.headers.find("Priority");
  return priority == nullptr ? by_class : class_of_priority_field(priority->text(), by_class);
}

void note_header_facts(Envelope& envelope, const config::Config& config) {
  envelope.hop_count = 0;
  std::string date;
  for (const HeaderField& field : envelope.headers.fields()) {
    FieldKind kind = field_kind(field.name);
    if (kind.trace) ++envelope.hop_count;
    if (kind.asks_receipt && config.options.rrt_implies_dsn) ask_for_receipts(envelope);
    if (kind.recipient_address && !kind.bcc && !kind.resent) envelope.delete_bcc = true;
    if (ascii::equal_ignoring_case(field.name, "Date") && date.empty()) date = field.text();
    if (ascii::equal_ignoring_case(field.name, "Posted-Date")) date = field.text();
    if (ascii::equal_ignoring_case(field.name, "Full-Name"))
      envelope.macros.set("x", address::quote_encoded(field.text()));
    if (ascii::equal_ignoring_case(field.name, "Message-Id") ||
        (ascii::equal_ignoring_case(field.name, "Resent-Message-Id") && envelope.message_id.empty()))
      envelope.message_id = message_id_of(field.value);
    if (ascii::equal_ignoring_case(field.name, "Precedence"))
      envelope.precedence_class = config.precedence(field.text());
  }
  if (!date.empty()) envelope.macros.set("a", address::quote_encoded(date));
  if (envelope.precedence_class < 0) envelope.return_headers_only = true;
  envelope.timeout_class = timeout_class_of(envelope);
  note_mime(envelope);
}

size_t recipient_count(const Envelope& envelope) {
  using State = Recipient::State;
  return static_cast<size_t>(std::count_if(envelope.recipients.begin(), envelope.recipients.end(), [](const Recipient& one) {
    bool open = one.state == State::pending || one.state == State::deferred;
    return open || one.state == State::delivered || (one.state == State::failed && one.mailer != nullptr);
  }));
}

int64_t initial_priority(const Envelope& envelope, const config::Options& options) {
  return envelope.message_size - envelope.precedence_class * options.class_factor +
         static_cast<int64_t>(recipient_count(envelope)) * options.recipient_factor;
}

void add_authentication_warning(Envelope& envelope, std::string_view host, std::string_view text) {
  HeaderField field;
  field.name = "X-Authentication-Warning";
  field.value = " " + std::string(host) + ": " + std::string(text);
  field.is_default = true;
  envelope.headers.append(std::move(field));
}

}  // namespace sm::message
