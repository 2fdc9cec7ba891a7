// Answers on the control socket: one command a connection, within Timeout.control.
// Threads: the loop's only; files are looked at on the pool. Lifetime: outlives the loop's coroutines, closed before the loop.
#pragma once

#include <functional>
#include <memory>

#include "lib/base/unique_fd.h"
#include "sendmaild/daemon/connection_limits.h"
#include "sendmaild/daemon/control_command.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/net/blocking_pool.h"
#include "sendmaild/net/listener.h"

namespace sm::daemon {

// How the daemon is reached.
struct ControlLink {
  UniqueFd socket;  // listening
  pid_t daemon = 0; // the process that signals go to
  // Called on the loop when the asker has got the answer.
  std::function<void(ControlRequest)> request;
};

class ControlServer {
 public:
  ControlServer(net::EventLoop& loop, net::BlockingPool& disk, std::shared_ptr<delivery::Spool> spool,
                const ConnectionLimits& limits, ControlLink link);
  void close() { listener_.reset(); }

 private:
  net::Task<void> accept_all();
  net::Task<void> converse(std::unique_ptr<net::Stream> stream);
  ControlFacts facts() const;

  net::EventLoop& loop_;
  net::BlockingPool& disk_;
  std::shared_ptr<delivery::Spool> spool_;
  const ConnectionLimits& limits_;
  ControlLink link_;
  std::unique_ptr<net::Listener> listener_;
  int conversations_ = 0;
};

}  // namespace sm::daemon
