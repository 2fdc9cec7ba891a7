// See the header. The load average is read at most every five seconds, the rate over a sliding second.
// Invariant: a session that was counted in is counted out, whatever ends it (ConnectionCount).
#include "sendmaild/daemon/connection_limits.h"

#include <fmt/format.h>

#include "lib/base/log.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/process/process_title.h"

namespace sm::daemon {

using std::chrono::steady_clock;

bool ConnectionLimits::load_is_too_high() {
  int limit = site_->options().refuse_la;
  if (limit <= 0) return false;
  auto now = steady_clock::now();
  if (now - load_read_ > std::chrono::seconds(5)) {
    load_read_ = now;
    load_ = process::load_average();
  }
  return load_ >= limit;
}

bool ConnectionLimits::may_accept() {
  std::lock_guard lock(mutex_);
  int children = site_->options().max_daemon_children;
  std::string reason;
  if (children > 0 && total_ >= children) reason = fmt::format("{} children, max {}", total_, children);
  if (reason.empty() && load_is_too_high()) reason = fmt::format("load average: {}", load_);
  bool rejecting = !reason.empty();
  if (rejecting != rejecting_) {
    rejecting_ = rejecting;
    if (rejecting && site_->log_level(9)) {
      log::write_plain(log::Priority::notice, "rejecting connections on daemon: " + reason);
    }
    process::set_process_title(rejecting ? "rejecting connections: " + reason : "accepting connections");
  }
  return !rejecting;
}

std::optional<smtp::Reply> ConnectionLimits::refuse(const net::SocketAddress&) {
  int throttle = site_->options().connection_rate_throttle;
  if (throttle <= 0) return std::nullopt;
  std::lock_guard lock(mutex_);
  auto now = steady_clock::now();
  while (!recent_.empty() && now - recent_.front() > std::chrono::seconds(1)) recent_.pop_front();
  recent_.push_back(now);
  if (static_cast<int>(recent_.size()) <= throttle) return std::nullopt;
  return smtp::reply::try_again_later();
}

void ConnectionLimits::entered(const net::SocketAddress& client) {
  std::lock_guard lock(mutex_);
  ++total_;
  ++by_client_[client.bytes()];
}

void ConnectionLimits::left(const net::SocketAddress& client) {
  std::lock_guard lock(mutex_);
  --total_;
  auto found = by_client_.find(client.bytes());
  if (found != by_client_.end() && --found->second <= 0) by_client_.erase(found);
}

int ConnectionLimits::connections_of(const net::SocketAddress& client) const {
  std::lock_guard lock(mutex_);
  auto found = by_client_.find(client.bytes());
  return found == by_client_.end() ? 0 : found->second;
}

int ConnectionLimits::total() const {
  std::lock_guard lock(mutex_);
  return total_;
}

}  // namespace sm::daemon
