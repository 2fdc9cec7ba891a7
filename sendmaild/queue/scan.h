// What is in the queue: a walk over the directories that reads as little of each control file as the order and the
// selection ask for.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "sendmaild/queue/queue_paths.h"
#include "sendmaild/queue/selector.h"

namespace sm::queue {

struct QueueItem {
  QueueLocation where;
  FileKind kind = FileKind::ready;
  bool locked = false;          // some process works on it
  bool too_young = false;       // MinQueueAge or MaxQueueAge: not to be tried yet
  bool read = false;            // the fields below were read from the file
  int64_t priority = 0;
  int64_t created = 0, last_attempt = 0, attempts = 0;
  int64_t modified = 0;         // of the file
  std::string host;             // domain of the first recipient that has one, reversed and in lower case, for the order by host
};

struct ScanRules {
  config::QueueSortOrder order = config::QueueSortOrder::priority;
  Selector selector;
  std::chrono::seconds min_age{0}, max_age{0};   // MinQueueAge, MaxQueueAge; 0 off
  size_t max_items = 0;                          // MaxQueueRunSize or J=; 0 no limit
  bool test_locks = false;                       // mailq's '*' and the order by host
};

struct ScanResult {
  std::vector<QueueItem> items;  // in the order asked for
  size_t found = 0;              // before max_items
  bool cut = false;              // "WorkList for DIR maxed out at N"
};

// All directories of a group, or one of them. Error: a directory cannot be read.
Result<ScanResult> scan_group(const QueuePaths& paths, size_t group, const ScanRules& rules, TimePoint now);
Result<ScanResult> scan_directory(const QueuePaths& paths, size_t group, size_t directory, const ScanRules& rules,
                                  TimePoint now);
void sort_items(std::vector<QueueItem>& items, config::QueueSortOrder order);

// MinQueueAge and MaxQueueAge for one message.
bool is_too_young(int64_t created, int64_t last_attempt, int64_t attempts, std::chrono::seconds min_age,
                  std::chrono::seconds max_age, TimePoint now);

}  // namespace sm::queue
