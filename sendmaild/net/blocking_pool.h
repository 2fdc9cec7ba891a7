// BlockingPool: threads for the synchronous mail tower (rulesets, maps, DNS, fsync). A coroutine awaits run(job) and goes
// on on the loop's thread with the job's value or exception.
// Two pools per role: `lookup` (many threads, grows with the waiting sessions) and `disk` (few). The queue is bounded and
// each call has a deadline: a pool that cannot keep up answers PoolBusy, which becomes a 4xx, never a hang.
// Ownership: the job owns (or shares) everything it touches; when its deadline passes while it runs, it runs to its end
// unwatched and its result is dropped.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/task.h"

namespace sm::net {

// The queue is full (the job never ran), or the deadline passed (`started` tells whether it is still running).
class PoolBusy : public std::runtime_error {
 public:
  PoolBusy(const char* what, bool job_started) : std::runtime_error(what), started(job_started) {}
  bool started;
};

class BlockingPool {
 public:
  struct Limits {
    size_t threads = 8;                 // at most; started when work waits and none is idle
    size_t queue = 1024;                // waiting jobs; more are refused with PoolBusy
    size_t stack_bytes = 1024 * 1024;   // per thread
    std::chrono::milliseconds deadline = std::chrono::minutes(10);  // of each call, waiting included
  };

  // `name` is the threads' name (at most 15 characters), as ps -L and debuggers show it.
  BlockingPool(EventLoop& loop, const char* name, Limits limits);
  // Lets running jobs finish, drops waiting ones, joins.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // Runs job() on a thread of the pool. In the caller name the job and move it in:
  //   auto judge = [policy = policy_, request] { return policy->judge(request); };
  //   Verdict verdict = co_await pool.run(std::move(judge));
  template <typename F>
  Task<std::invoke_result_t<F&>> run(F job) {
    using T = std::invoke_result_t<F&>;
    auto work = std::make_shared<Work<F, T>>(std::move(job));
    co_await run_job(work);
    if constexpr (std::is_void_v<T>) {
      co_return;
    } else {
      co_return std::move(*work->value);
    }
  }

  size_t waiting() const;
  size_t running() const;

 private:
  struct Job {
    virtual ~Job() = default;
    virtual void execute() = 0;
    std::exception_ptr failure;
  };
  struct Unit {};
  template <typename F, typename T>
  struct Work final : Job {
    explicit Work(F f) : function(std::move(f)) {}
    void execute() override {
      if constexpr (std::is_void_v<T>) {
        function();
      } else {
        value.emplace(function());
      }
    }
    F function;
    std::optional<std::conditional_t<std::is_void_v<T>, Unit, T>> value;
  };
  // Throws PoolBusy or what the job threw.
  Task<void> run_job(std::shared_ptr<Job> job);

  struct State;
  static void* thread_main(void* state);
  void start_thread();

  EventLoop& loop_;
  Limits limits_;
  std::shared_ptr<State> state_;
};

}  // namespace sm::net
