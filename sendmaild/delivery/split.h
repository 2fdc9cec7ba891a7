// Lists with an owner (`owner-list` beside `list` in the alias file): their members get the message from the owner, who
// hears of what goes wrong with them, in an envelope of their own (Operations Guide, "Mailing lists").
#pragma once

#include <vector>

#include "sendmaild/delivery/spool.h"
#include "sendmaild/queue/queue_entry.h"

namespace sm::delivery {

// Parts of a message of the queue that get ids and control files of their own; its data is linked. A part that cannot be queued
// gives its recipients back.
std::vector<queue::QueueEntry> queue_parts(Spool& spool, queue::QueueEntry& entry, std::vector<message::Envelope> parts);

// Takes the members of owned lists out of an envelope; one new envelope an owner, in the order of their first members.
std::vector<message::Envelope> take_owned(message::Envelope& envelope);

// The same for a message of the queue: what was taken out is in the queue under ids of its own. Where that cannot be, the
// members stay where they are.
std::vector<queue::QueueEntry> split_by_owner(Spool& spool, queue::QueueEntry& entry);

}  // namespace sm::delivery
