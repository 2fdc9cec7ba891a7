// Which queue group a recipient waits in, and the envelopes that makes of one: by ruleset queuegroup, or the mailer's Q=
// (Operations Guide, "Queue Groups"); no envelope has more recipients than the r= of its group.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sendmaild/delivery/spool.h"
#include "sendmaild/queue/queue_entry.h"

namespace sm::delivery {

// The name of its group.
std::string queue_group_of(const Site& site, const message::Recipient& recipient, message::Envelope& envelope);

// What divide() needs of a group.
struct GroupLimit {
  std::string name;
  int max_recipients = 0;  // r=; 0: none
};
// Leaves in `envelope` the recipients of its own group, as many as one envelope may have; the others in new envelopes, with
// their queue_group set. Recipients that are done stay.
std::vector<message::Envelope> divide(message::Envelope& envelope,
                                      const std::function<GroupLimit(const message::Recipient&)>& group_of);

// The same for a message that has just been queued. What was taken out is in the queue under ids of its own; where that cannot
// be, the recipients stay.
std::vector<queue::QueueEntry> split_by_group(Spool& spool, queue::QueueEntry& entry);

}  // namespace sm::delivery
