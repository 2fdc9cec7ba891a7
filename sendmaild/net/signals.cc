// See the header.
#include "sendmaild/net/signals.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

namespace sm::net {

struct Signals::State : std::enable_shared_from_this<Signals::State> {
  State(EventLoop& loop, std::function<void(int)> on_signal) : set(loop.context()), action(std::move(on_signal)) {}

  void wait() {
    set.async_wait([self = shared_from_this()](const asio::error_code& error, int number) {
      if (error || self->stopped) return;
      self->action(number);
      if (!self->stopped) self->wait();
    });
  }

  asio::signal_set set;
  std::function<void(int)> action;
  bool stopped = false;
};

Signals::Signals(EventLoop& loop, std::vector<int> numbers, std::function<void(int)> action)
    : state_(std::make_shared<State>(loop, std::move(action))) {
  for (int number : numbers) state_->set.add(number);
  state_->wait();
}

Signals::~Signals() {
  state_->stopped = true;
  asio::error_code ignored;
  state_->set.cancel(ignored);
}

}  // namespace sm::net
