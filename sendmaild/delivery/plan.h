// Recipients grouped into batches: the same mailer, host and rights, as many at a time as the mailer takes.
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

// The recipients of the envelope that are to be tried now, in their order. Pointers are into envelope.recipients.
std::vector<PlannedBatch> plan_batches(message::Envelope& envelope);

}  // namespace sm::delivery
