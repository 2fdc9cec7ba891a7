// mailq and -bP: the queue as sendmail prints it.
#pragma once

#include "lib/base/clock.h"
#include "sendmaild/queue/scan.h"

namespace sm::queue {

struct PrintRules {
  bool verbose = false;
  Selector selector;
  double load = 0;             // for the X flag
};

// The whole output of mailq. Directories that cannot be read give a line on their own.
std::string print_queue(const QueuePaths& paths, const config::Config& config, const PrintRules& rules, TimePoint now);
// -bP: numbers of entries.
std::string print_queue_counts(const QueuePaths& paths, const config::Config& config);

// PrivacyOptions restrictmailq: may this user's groups see the queue? Compares with the queue directory's group.
bool may_see_queue(const QueuePaths& paths, uid_t uid, const std::vector<gid_t>& groups);

}  // namespace sm::queue
