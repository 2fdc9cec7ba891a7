// The sender is a member where both resolve to the same delivery.
#include "sendmaild/alias/me_too.h"

#include <algorithm>

namespace sm::alias {
namespace {

bool is_delivered(const ExpandedRecipient& recipient) { return recipient.state == ExpandedRecipient::State::deliver; }

bool is_sender(const ExpandedRecipient& recipient, const rules::ResolvedAddress& sender) {
  const rules::ResolvedAddress& resolved = recipient.resolved;
  return recipient.parent && resolved.mailer == sender.mailer && resolved.host == sender.host && resolved.user == sender.user;
}

}  // namespace

void leave_out_sender(std::vector<ExpandedRecipient>& recipients, const rules::ResolvedAddress& sender) {
  if (sender.kind != rules::ResolvedAddress::Kind::mailer || sender.mailer == nullptr) return;
  auto is_other = [&sender](const ExpandedRecipient& recipient) {
    return is_delivered(recipient) && !is_sender(recipient, sender);
  };
  if (std::none_of(recipients.begin(), recipients.end(), is_other)) return;
  for (ExpandedRecipient& recipient : recipients) {
    if (is_delivered(recipient) && is_sender(recipient, sender)) recipient.state = ExpandedRecipient::State::removed;
  }
}

}  // namespace sm::alias
