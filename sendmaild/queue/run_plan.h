// One queue run: which messages, in which order, and whether the load allows it.
#pragma once

#include "sendmaild/queue/scan.h"

namespace sm::queue {

struct RunRequest {
  Selector selector;          // of -qI … or ETRN; empty: an ordinary run
  double load = 0;            // load average
};

struct RunPlan {
  std::vector<QueueItem> items;          // ready to be tried; items too young or locked are left out
  std::vector<std::string> messages;     // for -v and the log ("WorkList for DIR maxed out at N", "ID: too young (00:01:00)")
  bool load_too_high = false;            // "Skipping queue run -- load average too high"
  bool ignore_host_status = false;       // an explicit selection tries everything
};

Result<RunPlan> plan_run(const QueuePaths& paths, const config::Config& config, size_t group, const RunRequest& request,
                         TimePoint now);

// True: too busy for a message of this priority (QueueLA, QueueFactor).
bool should_only_queue(int64_t priority, double load, const config::Options& options);

}  // namespace sm::queue
