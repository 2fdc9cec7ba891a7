// Advisory locks on open files, by flock(2) as sendmail on Linux takes them: other programs that look at the same queue
// or alias files see ours and we see theirs. A lock belongs to the open file description and goes with its last
// descriptor, a killed process included.
#pragma once

#include <chrono>

#include "lib/base/result.h"

namespace sm {

enum class LockKind { shared, exclusive };

// Tries once. True: locked; false: another process holds a conflicting lock.
Result<bool> try_lock_file(int fd, LockKind kind);
// Waits up to `patience` (polling); false when it was not enough.
Result<bool> lock_file(int fd, LockKind kind, std::chrono::milliseconds patience);
// Gives the lock back early; closing the file does the same.
void unlock_file(int fd);

}  // namespace sm
