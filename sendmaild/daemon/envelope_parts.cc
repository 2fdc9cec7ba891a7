// See the header. Macros are outside text: clients name themselves in addresses and parameters.
#include "sendmaild/daemon/envelope_parts.h"

#include "lib/base/text.h"
#include "sendmaild/daemon/outside_text.h"
#include "sendmaild/delivery/envelope_log.h"

namespace sm::daemon {

void set_sender_macros(SessionContext& context, const std::string& address, const rules::ResolvedAddress& resolved) {
  macros::MacroScope& scope = context.envelope->macros;
  scope.set("f", outside_text(delivery::bare_address(address)));
  // Bounces are the local mailer's.
  const char* without_mailer = address == "<>" ? "local" : "";
  scope.set("mail_mailer", resolved.mailer == nullptr ? without_mailer : resolved.mailer->name);
  scope.set("mail_host", outside_text(resolved.host));
  scope.set("mail_addr", outside_text(resolved.user));
}

void set_mail_parameters(message::Envelope& envelope, const smtp::MailParameters& parameters) {
  if (parameters.body == smtp::BodyType::eight_bit_mime) envelope.body_type = message::BodyType::eight_bit_mime;
  if (parameters.body == smtp::BodyType::seven_bit) envelope.body_type = message::BodyType::seven_bit;
  envelope.return_given = parameters.ret != smtp::ReturnContent::unspecified;
  envelope.return_headers_only = parameters.ret == smtp::ReturnContent::headers;
  envelope.envelope_id.reset();
  envelope.auth_sender.reset();
  envelope.deliver_by.reset();
  if (parameters.envelope_id) envelope.envelope_id = xtext_decode(*parameters.envelope_id);
  if (parameters.auth) envelope.auth_sender = *parameters.auth;
  if (parameters.by) {
    auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    envelope.deliver_by = {parameters.by->return_when_late ? 'R' : 'N', now + parameters.by->seconds};
  }
  if (envelope.body_type != message::BodyType::unknown) {
    envelope.macros.set("bodytype", envelope.body_type == message::BodyType::seven_bit ? "7BIT" : "8BITMIME");
  }
  if (envelope.envelope_id) envelope.macros.set("envid", outside_text(*envelope.envelope_id));
}

bool same_mailbox(const message::Recipient& recipient, const rules::ResolvedAddress& resolved) {
  return recipient.mailer == resolved.mailer && recipient.host == resolved.host && recipient.user == resolved.user;
}

message::Recipient make_recipient(const smtp::server::Recipient& given, const rules::ResolvedAddress& resolved) {
  message::Recipient recipient;
  recipient.address = given.address;
  recipient.mailer = resolved.mailer;
  recipient.host = resolved.host;
  recipient.user = resolved.user;
  const smtp::Notify& notify = given.parameters.notify;
  recipient.notify.given = notify.given;
  recipient.notify.never = notify.never;
  recipient.notify.success = notify.success;
  recipient.notify.failure = notify.failure && !notify.never;
  recipient.notify.delay = notify.delay && !notify.never;
  if (given.parameters.original_recipient) {
    const std::string& original = *given.parameters.original_recipient;
    size_t semicolon = original.find(';');
    auto decoded = xtext_decode(std::string_view(original).substr(semicolon + 1));
    if (semicolon != std::string::npos && decoded) {
      recipient.original_recipient = original.substr(0, semicolon + 1) + *decoded;
    }
  }
  if (resolved.temporary_failure) {
    recipient.state = message::Recipient::State::deferred;
    recipient.status = ExitStatus::temp_fail;
    recipient.enhanced = "4.4.3";
    recipient.status_text = resolved.message;
  }
  return recipient;
}

void count_recipients(message::Envelope& envelope) {
  envelope.macros.set("nrcpts", std::to_string(envelope.recipients.size()));
  if (envelope.recipients.size() == 1) {
    envelope.macros.set("u", outside_text(envelope.recipients.front().address));
  } else {
    envelope.macros.unset("u");
  }
}

}  // namespace sm::daemon
