// The pool is the only bridge between coroutines and blocking code: values, exceptions, refusal and deadline.
#include "sendmaild/net/blocking_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

using namespace sm::net;

namespace {

// A door that jobs wait at until the test opens it.
struct Door {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  void wait() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return open; });
  }
  void unlock() {
    std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
};

Task<std::string> ask(BlockingPool& pool, std::string question) {
  auto job = [question] { return question + "!"; };
  std::string answer = co_await pool.run(std::move(job));
  co_return answer;
}

Task<void> ask_for_trouble(BlockingPool& pool) {
  auto job = [] { throw std::runtime_error("map is gone"); };
  co_await pool.run(std::move(job));
}

Task<void> wait_at(BlockingPool& pool, std::shared_ptr<Door> door) {
  auto job = [door] { door->wait(); };
  co_await pool.run(std::move(job));
}

}  // namespace

TEST_CASE("net/blocking_pool: a job runs on another thread and its value comes back to the loop") {
  EventLoop loop;
  BlockingPool pool(loop, "test", BlockingPool::Limits{});
  CHECK(loop.run_until_done(ask(pool, "mx")) == "mx!");
  for (int i = 0; i < 500; ++i) CHECK(loop.run_until_done(ask(pool, std::to_string(i))) == std::to_string(i) + "!");
}

TEST_CASE("net/blocking_pool: what a job throws is thrown where it was awaited") {
  EventLoop loop;
  BlockingPool pool(loop, "test", BlockingPool::Limits{});
  CHECK_THROWS_WITH(loop.run_until_done(ask_for_trouble(pool)), "map is gone");
}

TEST_CASE("net/blocking_pool: a full queue refuses, a passed deadline abandons, both as PoolBusy") {
  EventLoop loop;
  BlockingPool::Limits limits;
  limits.threads = 1;
  limits.queue = 1;
  limits.deadline = std::chrono::milliseconds(150);
  auto door = std::make_shared<Door>();
  BlockingPool pool(loop, "test", limits);
  int refused_waiting = 0;
  int refused_running = 0;
  auto count = [&](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const PoolBusy& busy) {
      ++(busy.started ? refused_running : refused_waiting);
    }
  };
  loop.spawn(wait_at(pool, door), count);
  while (pool.waiting() > 0 || pool.running() == 0) {
    loop.post([&] { loop.stop(); });
    loop.run();
    std::this_thread::yield();
  }
  loop.spawn(wait_at(pool, door), count);  // waits in the queue
  loop.spawn(wait_at(pool, door), count);  // finds the queue full
  loop.run();
  CHECK(refused_running == 1);
  CHECK(refused_waiting == 2);
  door->unlock();
}
