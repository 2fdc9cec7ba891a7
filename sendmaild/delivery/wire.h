// Wire: the event loop of outgoing connections on a thread of its own, and the bridge by which delivery's synchronous
// threads use it: await() runs one step of a conversation on the loop and blocks until it is done.
// Lifetime: streams and dialogues belong to the loop's thread; they are destroyed there (dispose()).
#pragma once

#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "sendmaild/net/blocking_pool.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/task.h"

namespace sm::delivery {

class Wire {
 public:
  Wire();
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  net::EventLoop& loop() { return loop_; }
  net::BlockingPool& pool() { return *pool_; }

  // Runs `task` on the loop; returns its value or throws what it threw. Never from the loop's own thread.
  template <typename T>
  T await(net::Task<T> task) {
    auto value = std::make_shared<std::optional<T>>();
    await_void(keep(std::move(task), value));
    return std::move(**value);
  }
  void await(net::Task<void> task) { await_void(std::move(task)); }

  // Destroys an object on the loop's thread, and waits for that.
  template <typename T>
  void dispose(std::unique_ptr<T> object) {
    if (!object) return;
    std::promise<void> done;
    T* raw = object.release();
    loop_.post([raw, &done] {
      std::unique_ptr<T> last(raw);
      last.reset();
      done.set_value();
    });
    done.get_future().wait();
  }

 private:
  template <typename T>
  static net::Task<void> keep(net::Task<T> task, std::shared_ptr<std::optional<T>> value) {
    value->emplace(co_await std::move(task));
  }
  void await_void(net::Task<void> task);

  net::EventLoop loop_;
  std::unique_ptr<net::BlockingPool> pool_;
  std::thread thread_;
};

}  // namespace sm::delivery
