// See the header. Created after the role has forked: ids contain the process id.
// Invariant: everything the store points to lives in the same Spool.
#include "sendmaild/delivery/spool.h"

#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/text.h"

namespace sm::delivery {

Result<std::shared_ptr<Spool>> Spool::open(SharedSite site) {
  auto paths = queue::QueuePaths::open(*site->config);
  if (!paths) return paths.error();
  auto statistics = std::make_shared<Statistics>(site->options());
  return create(std::move(site), std::move(*paths), std::move(statistics));
}

std::shared_ptr<Spool> Spool::create(SharedSite site, queue::QueuePaths paths, std::shared_ptr<Statistics> statistics) {
  std::shared_ptr<Spool> spool(new Spool());
  spool->site_ = std::move(site);
  spool->paths_.emplace(std::move(paths));
  spool->ids_.emplace(spool->clock_, getpid());
  spool->store_ = queue::make_classic_store(*spool->site_->config, *spool->paths_, *spool->ids_);
  spool->globals_.emplace(spool->site_->config->macros);
  spool->statistics_ = std::move(statistics);
  return spool;
}

std::string format_kick(const queue::QueueLocation& where) {
  return fmt::format("{} {} {}\n", where.group, where.directory, where.id);
}

std::optional<queue::QueueLocation> parse_kick(std::string_view line) {
  auto parts = words(line);
  if (parts.size() != 3 || !queue::is_queue_id(parts[2])) return std::nullopt;
  auto group = parse_int(parts[0]);
  auto directory = parse_int(parts[1]);
  if (!group || !directory || *group < 0 || *directory < 0) return std::nullopt;
  queue::QueueLocation where;
  where.group = static_cast<size_t>(*group);
  where.directory = static_cast<size_t>(*directory);
  where.id = std::string(parts[2]);
  return where;
}

}  // namespace sm::delivery
