// Who is tried in an attempt, and in which batches: the same mailer, host and rights, as many at a time as the mailer takes.
#pragma once

#include <vector>

#include "sendmaild/delivery/site.h"
#include "sendmaild/message/envelope.h"

namespace sm::delivery {

struct PlannedBatch {
  std::vector<message::Recipient*> recipients;  // at least one; all with the same mailer, host and controlling user
};

// Whose rights a delivery has because of an alias or .forward file: programs and files only, null for others.
const message::ControllingUser* granted_rights(const message::Recipient& recipient);

// Whom an attempt passes over: those of expensive mailers (F=e), and those of mailers that wait until somebody asks for
// them (F=%).
struct HoldRules {
  bool expensive = false;
  bool unselected = false;
  bool everybody = false;
};

// Makes them deferred, and returns them.
std::vector<message::Recipient*> hold_back(message::Envelope& envelope, const HoldRules& rules);

// The recipients of the envelope that are to be tried now, in their order. Pointers are into envelope.recipients.
std::vector<PlannedBatch> plan_batches(message::Envelope& envelope);

}  // namespace sm::delivery
