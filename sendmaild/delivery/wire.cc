// The loop's thread: a task that sleeps keeps it running until the destructor stops it.
// Invariant: await() is answered exactly once, with a value or an exception.
#include "sendmaild/delivery/wire.h"

#include "sendmaild/net/timer.h"

namespace sm::delivery {
namespace {

net::Task<void> stay_awake(net::EventLoop& loop) {
  for (;;) co_await net::sleep_for(loop, std::chrono::hours(1));
}

net::BlockingPool::Limits pool_limits() {
  net::BlockingPool::Limits limits;
  limits.threads = 16;
  return limits;
}

}  // namespace

Wire::Wire() {
  pool_ = std::make_unique<net::BlockingPool>(loop_, "wire", pool_limits());
  loop_.spawn(stay_awake(loop_));
  thread_ = std::thread([this] { loop_.run(); });
}

Wire::~Wire() {
  // From inside: a stop that comes before the thread has reached run() would be forgotten there.
  loop_.post([this] { loop_.stop(); });
  thread_.join();
  pool_.reset();
}

void Wire::await_void(net::Task<void> task) {
  std::promise<void> done;
  auto held = std::make_shared<net::Task<void>>(std::move(task));
  loop_.post([this, held, &done] {
    loop_.spawn(std::move(*held), [&done](std::exception_ptr failure) {
      if (failure) {
        done.set_exception(failure);
      } else {
        done.set_value();
      }
    });
  });
  done.get_future().get();
}

}  // namespace sm::delivery
