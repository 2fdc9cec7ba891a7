// See the header. Workers take jobs from a deque under one mutex; the loop's side never blocks: it waits on a timer that
// a finished job cancels.
#include "sendmaild/net/blocking_pool.h"

#include <pthread.h>

#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "lib/base/check.h"

namespace sm::net {
namespace {

// One awaited call. `done` belongs to the loop's thread, `started` and `abandoned` to the pool's mutex.
struct Call {
  explicit Call(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  bool done = false;
  bool started = false;
  bool abandoned = false;
};

}  // namespace

struct BlockingPool::State {
  explicit State(EventLoop& event_loop) : loop(event_loop) {}

  struct Entry {
    std::shared_ptr<Job> job;
    std::shared_ptr<Call> call;
  };

  EventLoop& loop;
  std::string name;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Entry> queue;
  std::vector<pthread_t> threads;
  size_t idle = 0;
  bool stopping = false;
};

BlockingPool::BlockingPool(EventLoop& loop, const char* name, Limits limits)
    : loop_(loop), limits_(limits), state_(std::make_shared<State>(loop)) {
  state_->name = std::string(name).substr(0, 15);
}

BlockingPool::~BlockingPool() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->queue.clear();
  }
  state_->wake.notify_all();
  for (pthread_t thread : state_->threads) pthread_join(thread, nullptr);
}

void* BlockingPool::thread_main(void* argument) {
  State& state = *static_cast<State*>(argument);
  pthread_setname_np(pthread_self(), state.name.c_str());
  std::unique_lock lock(state.mutex);
  while (true) {
    ++state.idle;
    state.wake.wait(lock, [&] { return state.stopping || !state.queue.empty(); });
    --state.idle;
    if (state.stopping) return nullptr;
    State::Entry entry = std::move(state.queue.front());
    state.queue.pop_front();
    if (entry.call->abandoned) continue;
    entry.call->started = true;
    lock.unlock();
    try {
      entry.job->execute();
    } catch (...) {
      entry.job->failure = std::current_exception();
    }
    entry.job.reset();  // the awaiting side, if it is still there, holds the result
    state.loop.post([call = std::move(entry.call)] {
      call->done = true;
      call->timer.cancel();
    });
    lock.lock();
  }
}

// Called with the mutex held. A thread that cannot be had is no error while another one lives.
void BlockingPool::start_thread() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, limits_.stack_bytes);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, &BlockingPool::thread_main, state_.get());
  pthread_attr_destroy(&attributes);
  if (error == 0) state_->threads.push_back(thread);
}

Task<void> BlockingPool::run_job(std::shared_ptr<Job> job) {
  auto call = std::make_shared<Call>(loop_.context());
  auto state = state_;
  call->timer.expires_after(limits_.deadline);
  {
    std::lock_guard lock(state->mutex);
    if (state->queue.size() >= limits_.queue) throw PoolBusy("too many lookups are waiting", false);
    state->queue.push_back(State::Entry{job, call});
    if (state->idle < state->queue.size() && state->threads.size() < limits_.threads) start_thread();
    if (state->threads.empty()) {
      state->queue.pop_back();
      throw PoolBusy("no thread could be started", false);
    }
  }
  state->wake.notify_one();
  asio::error_code ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  while (!call->done && std::chrono::steady_clock::now() < call->timer.expiry()) co_await call->timer.async_wait(token);
  if (!call->done) {
    bool started = false;
    {
      std::lock_guard lock(state->mutex);
      call->abandoned = true;
      started = call->started;
    }
    throw PoolBusy("a lookup took too long", started);
  }
  if (job->failure) std::rethrow_exception(job->failure);
}

size_t BlockingPool::waiting() const {
  std::lock_guard lock(state_->mutex);
  return state_->queue.size();
}

size_t BlockingPool::running() const {
  std::lock_guard lock(state_->mutex);
  return state_->threads.size() - state_->idle;
}

}  // namespace sm::net
