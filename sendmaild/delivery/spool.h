// Spool: the queue of one configuration as the roles use it: its directories, its ids, its store.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lib/base/clock.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/delivery/statistics.h"
#include "sendmaild/queue/commit.h"
#include "sendmaild/queue/queue_id.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::delivery {

class Spool {
 public:
  // Error: sendmail's words for a missing or unreadable queue directory.
  static Result<std::shared_ptr<Spool>> open(SharedSite site);
  // With directories that somebody has looked at already who may.
  static std::shared_ptr<Spool> create(SharedSite site, queue::QueuePaths paths, std::shared_ptr<Statistics> statistics);

  const Site& site() const { return *site_; }
  const SharedSite& shared_site() const { return site_; }
  const queue::QueuePaths& paths() const { return *paths_; }
  queue::MessageStore& store() { return *store_; }
  const Clock& clock() const { return clock_; }
  Statistics& statistics() const { return *statistics_; }
  // The macros of the configuration, outermost layer of every envelope.
  const macros::MacroScope& globals() const { return *globals_; }

 private:
  Spool() = default;

  SharedSite site_;
  SystemClock clock_;
  std::optional<queue::QueuePaths> paths_;
  std::optional<queue::QueueIdSource> ids_;
  std::unique_ptr<queue::MessageStore> store_;
  std::optional<macros::MacroScope> globals_;
  std::shared_ptr<Statistics> statistics_;
};

// A message of the queue as a line for the kick pipe, and back. Invariant: one line, shorter than PIPE_BUF.
std::string format_kick(const queue::QueueLocation& where);
std::optional<queue::QueueLocation> parse_kick(std::string_view line);

}  // namespace sm::delivery
