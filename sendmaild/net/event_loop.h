// EventLoop: the one thread on which all coroutines of a role run. Asio stays behind it.
// Creating one makes the process ignore SIGPIPE; programs it starts must get the default back.
// Lifetime: destroy (join) every BlockingPool, Listener and Timer of a loop before the loop itself.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "sendmaild/net/task.h"

namespace asio {
class io_context;
}

namespace sm::net {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Runs until stop() or until nothing is left to wait for. May be called again afterwards.
  void run();
  // From any thread or a signal's handler on the loop: run() returns soon. Unfinished coroutines are destroyed with the
  // loop (their destructors run, nothing else).
  void stop();

  // Starts a top-level coroutine. `done`, if given, runs on the loop with the exception that ended the task, or null.
  // Without `done` an escaping exception is logged and the loop goes on.
  using Done = std::function<void(std::exception_ptr)>;
  void spawn(Task<void> task, Done done = {});
  // From any thread: runs `work` on the loop.
  void post(std::function<void()> work);

  // Runs the loop until `task` has finished, and returns its value or throws what it threw. For the modes of one
  // conversation (-bs, -v) and for tests. Other spawned tasks run meanwhile and stay suspended afterwards.
  template <typename T>
  T run_until_done(Task<T> task) {
    std::optional<T> value;
    run_to_end(keep_value(std::move(task), value));
    return std::move(*value);
  }
  void run_until_done(Task<void> task) { run_to_end(std::move(task)); }

  // For the .cc files of net/ only.
  asio::io_context& context();

 private:
  template <typename T>
  static Task<void> keep_value(Task<T> task, std::optional<T>& value) {
    value.emplace(co_await std::move(task));
  }
  void run_to_end(Task<void> task);

  std::unique_ptr<asio::io_context> context_;
};

}  // namespace sm::net
