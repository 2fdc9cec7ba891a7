// How one address of a server is connected to, and for how long a delivery goes on trying: ConnectOnlyTo, DialDelay,
// Timeout.connect, Timeout.iconnect and Timeout.aconnect (Operations Guide).
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "lib/base/result.h"
#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/net/connect.h"

namespace sm::delivery {

// Where a connection meant for `wanted` really goes, by the value of ConnectOnlyTo: "address" or "port@address".
net::SocketAddress diverted(const std::string& connect_only_to, const net::SocketAddress& wanted);

// The Timeout that one connection of this attempt has; 0: the system's.
std::chrono::seconds connect_timeout(const config::Timeouts& timeouts, int attempt);

// The connections of one batch.
class Dialling {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  Dialling(const Site& site, Wire& wire, const Batch& batch);

  // `host` is the server's name as in the log.
  net::Connected connect(const std::string& host, const net::SocketAddress& target);
  // Timeout.aconnect has passed since the first connect(): no other address is to be tried. Said in the log once.
  bool has_run_out();

 private:
  net::Connected attempt(const net::ConnectSpec& spec);

  const Site& site_;
  Wire& wire_;
  const Batch& batch_;
  std::optional<TimePoint> end_;   // not set: nothing tried yet, or no limit
  bool said_ = false;
};

}  // namespace sm::delivery
