// See the header.
#include "sendmaild/net/timer.h"

#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

namespace sm::net {

Task<void> sleep_for(EventLoop& loop, std::chrono::milliseconds duration) {
  asio::steady_timer timer(loop.context(), duration);
  asio::error_code ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  co_await timer.async_wait(token);
}

struct Timer::State {
  explicit State(EventLoop& loop) : timer(loop.context()) {}
  asio::steady_timer timer;
  // Counts start() and cancel(): a handler that was already queued when they came finds another number and does nothing.
  uint64_t generation = 0;
};

Timer::Timer(EventLoop& loop) : state_(std::make_shared<State>(loop)) {}

Timer::~Timer() { cancel(); }

void Timer::start(std::chrono::milliseconds delay, std::function<void()> action) {
  uint64_t generation = ++state_->generation;
  state_->timer.expires_after(delay);
  state_->timer.async_wait([state = state_, generation, action = std::move(action)](const asio::error_code& error) {
    if (!error && state->generation == generation) action();
  });
}

void Timer::cancel() {
  ++state_->generation;
  state_->timer.cancel();
}

}  // namespace sm::net
