// Queue ids: "6AM469P4028360", time and counter in base 60 and the process id. Unique on a machine as long as process ids
// of living processes are; every envelope, split or report has its own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "lib/base/clock.h"

namespace sm::queue {

class QueueIdSource {
 public:
  // `clock` must outlive the source.
  QueueIdSource(const Clock& clock, pid_t pid);
  // The next id; waits for the next second after 3600 ids of one second. Thread-safe.
  std::string next();

 private:
  const Clock& clock_;
  pid_t pid_;
  std::mutex mutex_;
  uint32_t offset_ = 0;      // random start, so that a restarted process with an old pid differs
  uint32_t counter_ = 0;
  int64_t round_start_ = 0;  // the second in which the counter was last at 0
};

}  // namespace sm::queue
