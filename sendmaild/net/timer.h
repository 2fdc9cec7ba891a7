// Waiting on the loop.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/task.h"

namespace sm::net {

// Suspends the calling coroutine for `duration`.
Task<void> sleep_for(EventLoop& loop, std::chrono::milliseconds duration);

// One callback at a time, after a delay, on the loop. Destroying the timer cancels it.
class Timer {
 public:
  explicit Timer(EventLoop& loop);
  ~Timer();
  // Replaces an earlier, still waiting call.
  void start(std::chrono::milliseconds delay, std::function<void()> action);
  void cancel();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sm::net
