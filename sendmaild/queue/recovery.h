// What a killed process may have left in the queue directories, put in order before the first run: data files without a
// control file, half-written tf files, empty control files.
#pragma once

#include "lib/base/clock.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::queue {

struct RecoveryReport {
  size_t orphan_data = 0, temporary = 0, empty_control = 0, transcripts = 0;
};
// Removes them where they are older than `age` and nobody holds a lock; younger ones may belong to a message that is just
// arriving.
RecoveryReport recover_queue(const QueuePaths& paths, TimePoint now, std::chrono::seconds age = std::chrono::minutes(10));

}  // namespace sm::queue
