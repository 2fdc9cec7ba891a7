// The H lines of the .cf in their order, each kept, displaced or left out; then the sender's fields.
#include "sendmaild/message/header_defaults.h"

#include <algorithm>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/message_id.h"
#include "sendmaild/message/received.h"

namespace sm::message {

namespace {

bool has_text(const HeaderList& headers, std::string_view name) {
  const auto& fields = headers.fields();
  return std::any_of(fields.begin(), fields.end(), [name](const HeaderField& field) {
    return ascii::equal_ignoring_case(field.name, name) && !field.text().empty();
  });
}

// The macros of the default fields that the caller has not set: a b t and, for Received, u.
void set_missing_macros(Envelope& envelope) {
  macros::MacroScope& macros = envelope.macros;
  auto set_if_missing = [&](const char* name, const std::string& value) {
    if (macros.own().find(name) == macros.own().end()) macros.set(name, value);
  };
  set_if_missing("b", rfc5322_date(envelope.created));
  set_if_missing("a", rfc5322_date(envelope.created));
  set_if_missing("t", compact_time(envelope.created));
  set_if_missing("i", envelope.id);
}

HeaderField default_field(const config::HeaderSpec& spec, const Envelope& envelope) {
  HeaderField field;
  field.name = spec.name;
  field.mailer_flags = spec.mailer_flags;
  field.condition_macro = spec.macro;
  field.is_default = true;
  field.encoded = ascii::equal_ignoring_case(spec.name, "Return-Path");
  field.value = field.encoded ? spec.value : macros::expand(spec.value, envelope.macros);
  field.value = " " + std::string(trim_left(field.value));
  return field;
}

// Whether a From: says no more than the envelope's own sender does; it is then made anew, with the full name.
void add_recipient_field(Envelope& envelope, config::NoRecipientAction action) {
  using config::NoRecipientAction;
  for (const char* name : {"To", "Cc", "Bcc", "Apparently-To", "Resent-To", "Resent-Cc", "Resent-Bcc"})
    if (envelope.headers.has(name)) return;
  auto add = [&](const char* name, const std::string& value) {
    HeaderField field;
    field.name = name;
    field.value = " " + value;
    field.is_default = true;
    envelope.headers.append(std::move(field));
  };
  switch (action) {
    case NoRecipientAction::none:
      return;
    case NoRecipientAction::add_bcc:
      return add("Bcc", "");
    case NoRecipientAction::add_to_undisclosed:
      return add("To", "undisclosed-recipients:;");
    case NoRecipientAction::add_to:
    case NoRecipientAction::add_apparently_to:
      for (const Recipient& recipient : envelope.recipients)
        if (recipient.primary)
          add(action == NoRecipientAction::add_to ? "To" : "Apparently-To", recipient.address);
  }
}

}  // namespace

void add_default_headers(Envelope& envelope, const config::Config& config) {
  std::vector<HeaderField>& sent = envelope.headers.fields();
  bool resent = std::any_of(sent.begin(), sent.end(), [](const HeaderField& f) { return field_kind(f.name).resent; });
  set_missing_macros(envelope);
  // Reports do not say who they are for.
  if (!envelope.is_bounce) set_received_recipient(envelope);
  HeaderList result;
  for (const config::HeaderSpec& spec : config.headers) {
    FieldKind kind = field_kind(spec.name);
    if (spec.value.empty() || (kind.resent && !resent)) continue;
    if (!kind.forced && has_text(envelope.headers, spec.name)) {
      // A field that only shows on request takes the request over from the H line it displaces.
      HeaderField* field = envelope.headers.find(spec.name);
      if (kind.conditional && field != nullptr) field->mailer_flags = spec.mailer_flags;
      continue;
    }
    HeaderField field = default_field(spec, envelope);
    if (!field.text().empty()) result.append(std::move(field));
  }
  envelope.macros.unset("u");
  for (HeaderField& field : sent) result.append(std::move(field));
  envelope.headers = std::move(result);
  add_recipient_field(envelope, config.options.no_recipient_action);
  for (const char* name : {"Message-Id", "Resent-Message-Id"})
    if (const HeaderField* field = envelope.headers.find(name); field != nullptr && envelope.message_id.empty())
      envelope.message_id = message_id_of(field->value);
}

bool shown_for(const HeaderField& field, const config::MailerFlags& flags, const macros::MacroScope& macros) {
  if (!field.condition_macro.empty()) {
    const std::string* value = macros.find(field.condition_macro);
    return value != nullptr && !value->empty();
  }
  if (!field.mailer_flags.empty()) return flags.any_of(field.mailer_flags);
  return !field_kind(field.name).conditional;
}

}  // namespace sm::message
