// How many sessions, how many from one client, how fast: MaxDaemonChildren, ConnectionRateThrottle, RefuseLA, DelayLA,
// and the counters that ${client_rate}, ${client_connections} and the access map's ratecontrol read.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sendmaild/delivery/site.h"
#include "sendmaild/net/socket_address.h"
#include "sendmaild/smtp/reply.h"

namespace sm::daemon {

class ConnectionLimits {
 public:
  explicit ConnectionLimits(delivery::SharedSite site) : site_(std::move(site)) {}

  // loop: whether a connection that was just accepted may become a session (children, load). Logs the change.
  bool may_accept();
  // The reply for a client that is not wanted now; nothing otherwise.
  std::optional<smtp::Reply> refuse(const net::SocketAddress& client);

  void entered(const net::SocketAddress& client);
  void left(const net::SocketAddress& client);
  int connections_of(const net::SocketAddress& client) const;
  int total() const;

 private:
  bool load_is_too_high();

  delivery::SharedSite site_;
  mutable std::mutex mutex_;
  std::map<std::string, int> by_client_;
  int total_ = 0;
  std::deque<std::chrono::steady_clock::time_point> recent_;   // accepts of the last second
  std::chrono::steady_clock::time_point load_read_{};
  int load_ = 0;
  bool rejecting_ = false;
};

// Counts a session for as long as it lives.
class ConnectionCount {
 public:
  ConnectionCount(ConnectionLimits& limits, const net::SocketAddress& client) : limits_(limits), client_(client) {
    limits_.entered(client_);
  }
  ~ConnectionCount() { limits_.left(client_); }
  ConnectionCount(const ConnectionCount&) = delete;
  ConnectionCount& operator=(const ConnectionCount&) = delete;

 private:
  ConnectionLimits& limits_;
  net::SocketAddress client_;
};

}  // namespace sm::daemon
