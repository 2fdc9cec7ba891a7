// One address after the other, new ones going to the end of the list, so that a loop shows as depth and not as recursion.
// Invariant: a recipient is left pending exactly when it has a mailer and, for mailers with F=w, an existing user.
#include "sendmaild/delivery/addressing.h"

#include <fmt/format.h>

#include "lib/base/log.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/local_user.h"

namespace sm::delivery {
namespace {

using message::Recipient;
using rules::ResolvedAddress;

void fail(Recipient& recipient, ExitStatus status, const std::string& enhanced, const std::string& text,
          const std::string& reply) {
  recipient.state = Recipient::State::failed;
  recipient.status = status;
  recipient.enhanced = enhanced;
  recipient.status_text = text;
  recipient.remote_reply = reply;
}

void defer(Recipient& recipient, const std::string& enhanced, const std::string& text) {
  recipient.state = Recipient::State::deferred;
  recipient.status = ExitStatus::temp_fail;
  recipient.enhanced = enhanced;
  recipient.status_text = text;
}

class Addressing {
 public:
  Addressing(message::Envelope& envelope, const AddressingContext& context) : envelope_(envelope), context_(context) {}

  void run() {
    for (size_t i = 0; i < envelope_.recipients.size(); ++i) {
      Recipient& recipient = envelope_.recipients[i];
      if (recipient.state == Recipient::State::deferred) recipient.state = Recipient::State::pending;
      if (recipient.state == Recipient::State::pending) address(recipient);
    }
  }

 private:
  rules::RewriteContext rewrite_context() {
    rules::RewriteContext context;
    context.macros = &envelope_.macros;
    context.queue_id = envelope_.id;
    return context;
  }

  void address(Recipient& recipient) {
    auto rewrite = rewrite_context();
    ResolvedAddress resolved =
        context_.site->rules->resolve(recipient.address, rules::AddressRole::envelope_recipient, rewrite);
    take(recipient, resolved);
    if (recipient.state == Recipient::State::pending) find_mailbox(recipient, resolved);
  }

  void take(Recipient& recipient, const ResolvedAddress& resolved) {
    recipient.mailer = resolved.mailer;
    recipient.host = resolved.host;
    recipient.user = resolved.user;
    if (recipient.final_recipient.empty()) {
      std::string shown = resolved.user.find('@') != std::string::npos ? resolved.user : bare_address(recipient.address);
      if (shown.find('@') == std::string::npos) shown += "@" + context_.site->macro("j");
      recipient.final_recipient = "RFC822; " + shown;
    }
    if (resolved.temporary_failure) {
      defer(recipient, "4.4.3", resolved.message.empty() ? "Deferred" : resolved.message);
    } else if (resolved.kind == ResolvedAddress::Kind::discard) {
      recipient.state = Recipient::State::removed;
    } else if (resolved.kind == ResolvedAddress::Kind::error) {
      std::string reply = fmt::format("{} {} {}", resolved.reply_code, resolved.enhanced, resolved.text);
      fail(recipient, resolved.status, resolved.enhanced, resolved.text, reply);
    }
  }

  // Ruleset 5, then the user database.
  void find_mailbox(Recipient& recipient, const ResolvedAddress& resolved) {
    const config::MailerFlags& flags = recipient.mailer->flags;
    if (flags.has('5')) {
      auto rewrite = rewrite_context();
      auto again = context_.site->rules->resolve_local_again(resolved, rewrite);
      bool changed = again && (again->mailer != resolved.mailer || again->host != resolved.host ||
                               again->user != resolved.user || again->kind != resolved.kind);
      if (changed) {
        take(recipient, *again);
        if (recipient.state != Recipient::State::pending) return;
      }
    }
    if (recipient.mailer->flags.has('w')) find_login(recipient);
  }

  void find_login(Recipient& recipient) {
    std::string name = recipient.user;
    name.erase(0, name.find_first_not_of('\\') == std::string::npos ? name.size() : name.find_first_not_of('\\'));
    auto user = find_user(name, context_.site->options().match_gecos);
    if (!user) return defer(recipient, "4.5.2", "Deferred: user database error");
    if (!*user) return fail(recipient, ExitStatus::no_user, "5.1.1", "User unknown", "550 5.1.1 User unknown");
  }

  message::Envelope& envelope_;
  const AddressingContext& context_;
};

}  // namespace

void address_recipients(message::Envelope& envelope, const AddressingContext& context) {
  Addressing(envelope, context).run();
}

void find_sender_user(message::Envelope& envelope, const Site& site) {
  if (envelope.sender.empty() || envelope.sender == "<>") return;
  rules::RewriteContext rewrite;
  rewrite.macros = &envelope.macros;
  rewrite.queue_id = envelope.id;
  auto resolved = site.rules->resolve(envelope.sender, rules::AddressRole::envelope_sender, rewrite);
  if (resolved.kind != ResolvedAddress::Kind::mailer || resolved.mailer == nullptr) return;
  envelope.sender_mailer = resolved.mailer;
  if (envelope.sender_user || !resolved.mailer->flags.has('w')) return;
  auto user = find_user(resolved.user, false);
  if (!user || !*user) return;
  message::ControllingUser controller;
  controller.user = (*user)->name;
  controller.uid = (*user)->uid;
  controller.gid = (*user)->gid;
  controller.alias = envelope.sender;
  envelope.sender_user = controller;
}

}  // namespace sm::delivery
