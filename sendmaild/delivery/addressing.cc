// The expander's tree laid out as recipients of the envelope. An address that could not be looked into stays in the
// envelope as it was given, so that the next attempt asks again.
// Invariant: a recipient is left pending exactly when it is to be handed to its mailer now.
#include "sendmaild/delivery/addressing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lib/base/log.h"
#include "sendmaild/alias/me_too.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/local_user.h"

namespace sm::delivery {
namespace {

using alias::ExpandedRecipient;
using message::Recipient;

Recipient::State state_of(ExpandedRecipient::State state) {
  switch (state) {
    case ExpandedRecipient::State::deliver: case ExpandedRecipient::State::verified: return Recipient::State::pending;
    case ExpandedRecipient::State::expanded: return Recipient::State::expanded;
    case ExpandedRecipient::State::duplicate: return Recipient::State::duplicate;
    case ExpandedRecipient::State::removed: return Recipient::State::removed;
    case ExpandedRecipient::State::failed: return Recipient::State::failed;
    case ExpandedRecipient::State::deferred: return Recipient::State::deferred;
  }
  return Recipient::State::deferred;
}

class Addressing {
 public:
  Addressing(message::Envelope& envelope, const AddressingContext& context) : envelope_(envelope), context_(context) {}

  void run() {
    std::vector<alias::GivenAddress> addresses;
    for (size_t i = 0; i < envelope_.recipients.size(); ++i) {
      Recipient& recipient = envelope_.recipients[i];
      if (recipient.state != Recipient::State::deferred && recipient.state != Recipient::State::pending) continue;
      addresses.push_back({recipient.address, granted_by_alias(recipient)});
      given_.push_back(i);
    }
    auto found = context_.expander->expand(addresses, alias::ExpandFor::delivery, expand_context());
    if (!context_.site->options().me_too) leave_out_sender(found);
    size_t given = 0;
    for (size_t i = 0; i < found.size(); ++i) {
      if (!found[i].parent) {
        place_[i] = given_.at(given++);
      } else {
        place_[i] = append_child(found[i]);
        envelope_.recipients[place_[i]].owner = owner_of(found, i);
      }
      take(envelope_.recipients[place_[i]], found[i]);
    }
  }

 private:
  void leave_out_sender(std::vector<ExpandedRecipient>& found) {
    rules::RewriteContext rewrite;
    rewrite.macros = &envelope_.macros;
    rewrite.queue_id = envelope_.id;
    alias::leave_out_sender(
        found, context_.site->rules->resolve(envelope_.sender, rules::AddressRole::envelope_sender, rewrite));
  }

  alias::ExpandContext expand_context() {
    alias::ExpandContext context;
    context.macros = &envelope_.macros;
    context.queue_id = envelope_.id;
    context.delivery_mode = context_.delivery_mode;
    context.may_use_files = !context_.unsafe;
    context.no_aliases = context_.no_aliases;
    const Site* site = context_.site;
    std::string id = envelope_.id;
    context.log = [site, id](int level, const std::string& text) {
      if (site->log_level(level)) log::write(log::Priority::info, id, text);
    };
    context.tell = context_.verbose;
    return context;
  }

  // What an earlier attempt found in an alias is what the queue file says of it now.
  static std::optional<alias::Controller> granted_by_alias(const Recipient& recipient) {
    if (!recipient.from_alias || !recipient.controller) return std::nullopt;
    alias::Controller controller;
    controller.user = recipient.controller->user;
    controller.uid = recipient.controller->uid;
    controller.gid = recipient.controller->gid;
    controller.alias = recipient.controller->alias;
    return controller;
  }

  // A member of an alias is a recipient of its own; what its parent wished about reports holds for it.
  size_t append_child(const ExpandedRecipient& child) {
    const Recipient& parent = envelope_.recipients[place_.at(*child.parent)];
    Recipient added;
    added.address = child.address;
    added.primary = false;
    added.from_alias = true;
    added.notify = parent.notify;
    added.original_recipient = parent.original_recipient;
    added.final_recipient = parent.final_recipient;
    added.parent = parent.address;
    envelope_.recipients.push_back(std::move(added));
    return envelope_.recipients.size() - 1;
  }

  // The owner of the nearest list that has one.
  static std::string owner_of(const std::vector<ExpandedRecipient>& found, size_t index) {
    for (auto list = found[index].parent; list; list = found[*list].parent) {
      if (found[*list].owner) return *found[*list].owner;
    }
    return {};
  }

  void take(Recipient& recipient, const ExpandedRecipient& found) {
    recipient.mailer = found.resolved.mailer;
    recipient.host = found.resolved.host;
    recipient.user = found.resolved.user;
    recipient.state = state_of(found.state);
    recipient.delivered_to_list = found.owner && recipient.state == Recipient::State::expanded;
    if (recipient.final_recipient.empty()) recipient.final_recipient = final_recipient(recipient);
    if (found.controller && (found.controller->uid != 0 || !found.controller->alias.empty())) {
      message::ControllingUser controller;
      controller.user = found.controller->user;
      controller.uid = found.controller->uid;
      controller.gid = found.controller->gid;
      controller.alias = found.controller->alias;
      recipient.controller = controller;
    }
    if (recipient.state == Recipient::State::failed || recipient.state == Recipient::State::deferred) {
      recipient.status = found.status;
      recipient.enhanced = found.enhanced;
      recipient.status_text = found.text;
      bool failed = recipient.state == Recipient::State::failed;
      if (failed) recipient.remote_reply = fmt::format("{} {} {}", found.reply_code, found.enhanced, found.text);
      if (!failed && !found.text.empty()) envelope_.status_message = found.text;
    }
  }

  std::string final_recipient(const Recipient& recipient) const {
    std::string shown = recipient.user.find('@') != std::string::npos ? recipient.user : bare_address(recipient.address);
    if (shown.find('@') == std::string::npos) shown += "@" + context_.site->macro("j");
    return "RFC822; " + shown;
  }

  message::Envelope& envelope_;
  const AddressingContext& context_;
  std::vector<size_t> given_;          // envelope index of each address that was asked about
  std::map<size_t, size_t> place_;     // expander's index to envelope index
};

}  // namespace

void address_recipients(message::Envelope& envelope, const AddressingContext& context) {
  Addressing(envelope, context).run();
}

bool has_open_recipients(const message::Envelope& envelope) {
  return std::any_of(envelope.recipients.begin(), envelope.recipients.end(), [](const Recipient& recipient) {
    return recipient.state == Recipient::State::pending || recipient.state == Recipient::State::deferred;
  });
}

void find_sender_user(message::Envelope& envelope, const Site& site) {
  if (envelope.sender.empty() || envelope.sender == "<>") return;
  rules::RewriteContext rewrite;
  rewrite.macros = &envelope.macros;
  rewrite.queue_id = envelope.id;
  auto resolved = site.rules->resolve(envelope.sender, rules::AddressRole::envelope_sender, rewrite);
  if (resolved.kind != rules::ResolvedAddress::Kind::mailer || resolved.mailer == nullptr) return;
  envelope.sender_mailer = resolved.mailer;
  if (envelope.sender_user || !resolved.mailer->flags.has('w')) return;
  auto user = find_user(resolved.user);
  if (!user || !*user) return;
  message::ControllingUser controller;
  controller.user = (*user)->name;
  controller.uid = (*user)->uid;
  controller.gid = (*user)->gid;
  controller.alias = envelope.sender;
  envelope.sender_user = controller;
}

}  // namespace sm::delivery
