// See the header.
#include "sendmaild/queue/run_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/interval.h"

namespace sm::queue {

bool should_only_queue(int64_t priority, double load, const config::Options& options) {
  double limit = options.queue_la;
  if (load < limit) return false;
  return static_cast<double>(priority) > static_cast<double>(options.queue_factor) / (load - limit + 1);
}

Result<RunPlan> plan_run(const QueuePaths& paths, const config::Config& config, size_t group, const RunRequest& request,
                         TimePoint now) {
  RunPlan plan;
  const config::Options& options = config.options;
  if (should_only_queue(options.recipient_factor, request.load, options)) {
    plan.load_too_high = true;
    plan.messages.push_back("Skipping queue run -- load average too high");
    return plan;
  }
  ScanRules rules;
  rules.order = options.queue_sort_order;
  rules.selector = request.selector;
  rules.test_locks = true;
  plan.ignore_host_status = request.selector.has_conditions();
  if (!plan.ignore_host_status) {
    rules.min_age = options.min_queue_age;
    rules.max_age = options.max_queue_age;
  }
  const config::QueueGroup* own = paths.groups().at(group).group;
  int max_jobs = own != nullptr && own->max_jobs > 0 ? own->max_jobs : options.max_queue_run_size;
  rules.max_items = static_cast<size_t>(std::max(0, max_jobs));
  Result<ScanResult> found = scan_group(paths, group, rules, now);
  if (!found) return std::move(found).error();
  if (found->cut)
    plan.messages.push_back(fmt::format("WorkList for {} maxed out at {}",
                                        paths.groups().at(group).directories.at(0).path, rules.max_items));
  for (QueueItem& item : found->items) {
    if (item.too_young) {
      std::chrono::seconds age(to_seconds(now) - item.last_attempt);
      plan.messages.push_back(fmt::format("{}: too young ({})", item.where.id, format_delay(age)));
    } else if (!item.locked) {
      plan.items.push_back(std::move(item));
    }
  }
  return plan;
}

}  // namespace sm::queue
