// See the header.
#include "sendmaild/daemon/envelope_edits.h"

#include <algorithm>

#include "sendmaild/alias/address_list.h"
#include "sendmaild/daemon/envelope_parts.h"
#include "sendmaild/delivery/addressing.h"

namespace sm::daemon {
namespace {

using rules::ResolvedAddress;

ResolvedAddress resolve(SessionContext& context, const std::string& address, rules::AddressRole role) {
  auto rewrite = context.rewrite_context();
  return context.site->rules->resolve(address, role, rewrite);
}

bool is_mailbox(const ResolvedAddress& resolved) {
  return resolved.syntax_error.empty() &&
         (resolved.kind == ResolvedAddress::Kind::mailer || resolved.temporary_failure);
}

void add_recipient(SessionContext& context, const smtp::server::Recipient& given) {
  message::Envelope& envelope = *context.envelope;
  ResolvedAddress resolved = resolve(context, given.address, rules::AddressRole::envelope_recipient);
  if (!is_mailbox(resolved)) return;
  bool known = std::any_of(envelope.recipients.begin(), envelope.recipients.end(), [&resolved](const auto& recipient) {
    return !resolved.temporary_failure && same_mailbox(recipient, resolved);
  });
  if (!known) envelope.recipients.push_back(make_recipient(given, resolved));
}

}  // namespace

void add_recipients(SessionContext& context, const std::string& addresses, const std::string& parameters) {
  auto parsed = smtp::parse_rcpt_parameters(parameters, smtp::ParameterRules());
  if (std::holds_alternative<smtp::Reply>(parsed)) return;
  for (const std::string& address : alias::split_address_list(addresses)) {
    smtp::server::Recipient given;
    given.address = address;
    given.parameters = std::get<smtp::RcptParameters>(parsed);
    add_recipient(context, given);
  }
  count_recipients(*context.envelope);
}

size_t delete_recipient(SessionContext& context, const std::string& address) {
  message::Envelope& envelope = *context.envelope;
  ResolvedAddress resolved = resolve(context, address, rules::AddressRole::envelope_recipient);
  bool comparable = is_mailbox(resolved) && !resolved.temporary_failure;
  size_t count = std::erase_if(envelope.recipients, [&](const message::Recipient& recipient) {
    return recipient.address == address || (comparable && same_mailbox(recipient, resolved));
  });
  count_recipients(envelope);
  return count;
}

void change_sender(SessionContext& context, const std::string& address, const std::string& parameters) {
  message::Envelope& envelope = *context.envelope;
  ResolvedAddress resolved;
  if (address != "<>") {
    resolved = resolve(context, address, rules::AddressRole::envelope_sender);
    if (!is_mailbox(resolved)) return;
  }
  envelope.sender = address;
  envelope.sender_mailer = resolved.mailer;
  envelope.sender_user.reset();
  set_sender_macros(context, address, resolved);
  delivery::find_sender_user(envelope, *context.site);
  if (parameters.empty()) return;
  auto parsed = smtp::parse_mail_parameters(parameters, smtp::ParameterRules());
  if (const auto* given = std::get_if<smtp::MailParameters>(&parsed)) set_mail_parameters(envelope, *given);
}

}  // namespace sm::daemon
