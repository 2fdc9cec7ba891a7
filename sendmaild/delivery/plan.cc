// Grouping (Operations Guide, mailer flag m and r=). Programs and files get one recipient a run, whatever their flags.
// Invariant: every pending recipient with a mailer is in exactly one batch.
#include "sendmaild/delivery/plan.h"

#include "lib/base/ascii.h"

namespace sm::delivery {
namespace {

bool same_rights(const message::Recipient& a, const message::Recipient& b) {
  if (a.controller.has_value() != b.controller.has_value()) return false;
  return !a.controller || (a.controller->uid == b.controller->uid && a.controller->gid == b.controller->gid);
}

bool may_join(const PlannedBatch& batch, const message::Recipient& recipient) {
  const message::Recipient& first = *batch.recipients.front();
  if (first.mailer != recipient.mailer || !recipient.mailer->flags.has('m') || recipient.mailer->is_file()) return false;
  if (!ascii::equal_ignoring_case(first.host, recipient.host) || !same_rights(first, recipient)) return false;
  int limit = recipient.mailer->max_recipients;
  return limit <= 0 || static_cast<int>(batch.recipients.size()) < limit;
}

}  // namespace

std::vector<PlannedBatch> plan_batches(message::Envelope& envelope) {
  std::vector<PlannedBatch> batches;
  for (message::Recipient& recipient : envelope.recipients) {
    if (recipient.state != message::Recipient::State::pending || recipient.mailer == nullptr) continue;
    PlannedBatch* found = nullptr;
    for (PlannedBatch& batch : batches) {
      if (may_join(batch, recipient)) found = &batch;
    }
    if (found == nullptr) {
      batches.emplace_back();
      found = &batches.back();
    }
    found->recipients.push_back(&recipient);
  }
  return batches;
}

}  // namespace sm::delivery
