// Holding back (mailer flags e and %) and grouping (mailer flag m and r=), as the Operations Guide has them. Programs and files get one recipient a run, whatever their flags.
// Invariant: every pending recipient with a mailer is in exactly one batch.
#include "sendmaild/delivery/plan.h"

#include <fmt/format.h>

#include <cstdint>
#include <unordered_map>

#include "lib/base/ascii.h"

namespace sm::delivery {
namespace {

bool takes_several(const config::Mailer& mailer) { return mailer.flags.has('m') && !mailer.is_file(); }

// What recipients of one batch have in common.
std::string batch_key(const message::Recipient& recipient) {
  std::string key = recipient.mailer->name + '\0' + ascii::lower(recipient.host);
  if (const message::ControllingUser* user = granted_rights(recipient); user != nullptr)
    key += fmt::format("\n{}:{}", user->uid, user->gid);
  return key;
}

}  // namespace

const message::ControllingUser* granted_rights(const message::Recipient& recipient) {
  bool is_special = recipient.mailer != nullptr && (recipient.mailer->name == "*file*" || recipient.mailer->name == "prog");
  return is_special && recipient.controller ? &*recipient.controller : nullptr;
}

std::vector<message::Recipient*> hold_back(message::Envelope& envelope, const HoldRules& rules) {
  std::vector<message::Recipient*> held;
  for (message::Recipient& recipient : envelope.recipients) {
    if (recipient.state != message::Recipient::State::pending || recipient.mailer == nullptr) continue;
    const config::MailerFlags& flags = recipient.mailer->flags;
    bool holds = rules.everybody || (rules.expensive && flags.has('e')) || (rules.unselected && flags.has('%'));
    if (!holds) continue;
    recipient.state = message::Recipient::State::deferred;
    held.push_back(&recipient);
  }
  return held;
}

std::vector<PlannedBatch> plan_batches(message::Envelope& envelope) {
  std::vector<PlannedBatch> batches;
  std::unordered_map<std::string, size_t> open;  // where the next recipient of this kind goes
  for (message::Recipient& recipient : envelope.recipients) {
    if (recipient.state != message::Recipient::State::pending || recipient.mailer == nullptr) continue;
    const config::Mailer& mailer = *recipient.mailer;
    std::string key = takes_several(mailer) ? batch_key(recipient) : std::string();
    auto found = key.empty() ? open.end() : open.find(key);
    size_t limit = mailer.max_recipients > 0 ? static_cast<size_t>(mailer.max_recipients) : SIZE_MAX;
    if (found != open.end() && batches[found->second].recipients.size() < limit) {
      batches[found->second].recipients.push_back(&recipient);
      continue;
    }
    if (!key.empty()) open.insert_or_assign(std::move(key), batches.size());
    batches.emplace_back().recipients.push_back(&recipient);
  }
  return batches;
}

}  // namespace sm::delivery
