// How many sessions, how many from one client, how fast, under which load: what the ports' gates are asked with, and the
// counters that ${client_rate}, ${total_rate}, ${client_connections} and the access map's ratecontrol read.
// Threads: the loop's only.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/daemon/connection_rates.h"
#include "sendmaild/daemon/port_gate.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/net/socket_address.h"
#include "sendmaild/smtp/server/session.h"

namespace sm::daemon {

class ConnectionLimits {
 public:
  explicit ConnectionLimits(delivery::SharedSite site);

  // Whether a connection that was just accepted on a port may become a session.
  bool may_accept(size_t port);
  // How long it waits before it does.
  std::chrono::milliseconds pause(size_t port);
  // Tells the log, also while nobody connects, that ports refuse or accept again.
  void review();
  // DelayLA: set while commands are to be slowed down.
  std::optional<smtp::server::LoadDelay> command_delay(size_t port);

  struct Arrival {
    ConnectionRates::Rates rates;
    int connections = 0;  // open ones of the client, with this one
  };
  Arrival entered(size_t port, const net::SocketAddress& client);
  void left(size_t port, const net::SocketAddress& client);

  // Open sessions by the text of the client's address.
  const std::map<std::string, int>& clients() const { return by_client_; }
  // What the daemon does with who connects, as ps shows it.
  const std::string& title() const { return title_; }

 private:
  struct Port {
    PortGate gate;
    int sessions = 0;
  };
  int load();
  void write(const std::vector<PortGate::Line>& lines) const;

  delivery::SharedSite site_;
  std::vector<Port> ports_;
  std::map<std::string, int> by_client_;
  ConnectionRates rates_;
  std::string title_ = "accepting connections";
  std::chrono::steady_clock::time_point load_read_{};
  int load_ = 0;
};

// Counts a session for as long as it lives.
class ConnectionCount {
 public:
  ConnectionCount(ConnectionLimits& limits, size_t port, const net::SocketAddress& client)
      : limits_(limits), port_(port), client_(client), arrival_(limits.entered(port, client)) {}
  ~ConnectionCount() { limits_.left(port_, client_); }
  ConnectionCount(const ConnectionCount&) = delete;
  ConnectionCount& operator=(const ConnectionCount&) = delete;
  const ConnectionLimits::Arrival& arrival() const { return arrival_; }

 private:
  ConnectionLimits& limits_;
  size_t port_;
  net::SocketAddress client_;
  ConnectionLimits::Arrival arrival_;
};

}  // namespace sm::daemon
