// Signals as callbacks on the loop (SIGHUP, SIGTERM, SIGCHLD …), so that nothing runs in a signal handler.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sendmaild/net/event_loop.h"

namespace sm::net {

class Signals {
 public:
  // `action` gets the signal's number, once per delivery (equal pending signals may merge). Destroying stops it.
  Signals(EventLoop& loop, std::vector<int> numbers, std::function<void(int)> action);
  ~Signals();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sm::net
