// From what SMTP (or a mail filter) said to the parts of an envelope: sender, MAIL parameters, recipients.
#pragma once

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::daemon {

// $f and ${mail_*} follow the sender.
void set_sender_macros(SessionContext& context, const std::string& address, const rules::ResolvedAddress& resolved);
// RET=, ENVID=, BODY=, AUTH=, BY=.
void set_mail_parameters(message::Envelope& envelope, const smtp::MailParameters& parameters);

// Deferred when the address could not be asked about.
message::Recipient make_recipient(const smtp::server::Recipient& given, const rules::ResolvedAddress& resolved);
bool same_mailbox(const message::Recipient& recipient, const rules::ResolvedAddress& resolved);
// ${nrcpts} and $u follow the recipients.
void count_recipients(message::Envelope& envelope);

}  // namespace sm::daemon
