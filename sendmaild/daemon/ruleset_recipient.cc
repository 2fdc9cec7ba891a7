// The recipient's questions of RulesetPolicy: syntax, check_rcpt, does the mailbox exist. Also the (modest) HELP.
// Invariant: a recipient is in the envelope exactly when the client was told 250 for it.
#include <fmt/format.h>

#include "sendmaild/daemon/envelope_parts.h"
#include "sendmaild/daemon/help_text.h"
#include "sendmaild/daemon/outside_text.h"
#include "sendmaild/daemon/ruleset_policy.h"
#include "sendmaild/daemon/verdict_reply.h"
#include "sendmaild/delivery/recipient_check.h"

namespace sm::daemon {

using smtp::Reply;
using smtp::server::RecipientAnswer;
using smtp::server::Verdict;

Verdict RulesetPolicy::parse_recipient(const std::string& address) {
  // Nobody gets a message that is to be discarded: every recipient will do.
  if (context_->envelope->discarded) return {};
  auto rewrite = context_->rewrite_context();
  parsed_ = context_->site->rules->resolve(address, rules::AddressRole::envelope_recipient, rewrite);
  if (auto refusal = syntax_refusal(parsed_, address)) {
    context_->log(4, log::Priority::notice, refusal->lines.front());
    return Verdict(*refusal);
  }
  if (parsed_.kind != rules::ResolvedAddress::Kind::error || parsed_.temporary_failure) return {};
  context_->log(4, log::Priority::notice, address + "... " + parsed_.text);
  return Verdict(error_reply(parsed_, address));
}

RecipientAnswer RulesetPolicy::judge_recipient(const smtp::server::Recipient& recipient) {
  if (context_->envelope->discarded) {
    context_->envelope->recipients.push_back(make_recipient(recipient, rules::ResolvedAddress()));
    return {};
  }
  macros::MacroScope& scope = context_->envelope->macros;
  scope.set("rcpt_mailer", parsed_.mailer == nullptr ? "" : parsed_.mailer->name);
  scope.set("rcpt_host", outside_text(parsed_.host));
  scope.set("rcpt_addr", outside_text(parsed_.user));
  Verdict verdict = ask({"check_rcpt", recipient.address, std::nullopt, recipient.address, true, 4});
  if (verdict.refused()) return RecipientAnswer(verdict);
  return add_recipient(recipient, parsed_);
}

RecipientAnswer RulesetPolicy::add_recipient(const smtp::server::Recipient& recipient,
                                             const rules::ResolvedAddress& resolved) {
  message::Envelope& envelope = *context_->envelope;
  RecipientAnswer answer;
  if (recipient_named_) envelope.hide_received_for = true;
  recipient_named_ = true;
  for (const message::Recipient& earlier : envelope.recipients) {
    if (!resolved.temporary_failure && same_mailbox(earlier, resolved)) {
      answer.shown = earlier.address;
      return answer;
    }
  }
  message::Recipient added = make_recipient(recipient, resolved);
  if (resolved.temporary_failure) {
    answer.will_queue = true;
    if (envelope.status_message.empty()) envelope.status_message = resolved.message;
  } else if (resolved.kind == rules::ResolvedAddress::Kind::mailer) {
    auto rewrite = context_->rewrite_context();
    auto existence = delivery::check_recipient(*context_->expander, recipient.address, rewrite);
    if (existence.kind == delivery::Existence::Kind::no) {
      context_->log(4, log::Priority::notice, recipient.address + "... " + existence.text);
      rules::ResolvedAddress missing;
      missing.reply_code = existence.reply_code;
      missing.enhanced = existence.enhanced;
      missing.text = existence.text;
      return RecipientAnswer(Verdict(error_reply(missing, recipient.address)));
    }
    answer.will_queue = existence.kind == delivery::Existence::Kind::later;
  } else {
    envelope.discarded = true;
  }
  envelope.recipients.push_back(std::move(added));
  count_recipients(envelope);
  return answer;
}

Reply RulesetPolicy::help(const std::string& topic) {
  return help_reply(context_->site->options().help_file, topic, context_->connection);
}

}  // namespace sm::daemon
