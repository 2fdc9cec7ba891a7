// See the header. One io_context, one thread.
#include "sendmaild/net/event_loop.h"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <csignal>
#include <string>

#include "lib/base/log.h"

namespace sm::net {
namespace {

void report(std::exception_ptr failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    log::write(log::Priority::error, "NOQUEUE", std::string("task ended by exception: ") + e.what());
  }
}

}  // namespace

EventLoop::EventLoop() : context_(std::make_unique<asio::io_context>(1)) {
  // A peer that has gone is an errno of the write, in OpenSSL's writes too.
  std::signal(SIGPIPE, SIG_IGN);
}
EventLoop::~EventLoop() = default;

void EventLoop::run() {
  context_->restart();
  context_->run();
}

void EventLoop::stop() { context_->stop(); }

void EventLoop::spawn(Task<void> task, Done done) {
  auto finished = [done = std::move(done)](std::exception_ptr failure) {
    if (done) {
      done(std::move(failure));
    } else {
      report(std::move(failure));
    }
  };
  asio::co_spawn(*context_, std::move(task), std::move(finished));
}

void EventLoop::post(std::function<void()> work) { asio::post(*context_, std::move(work)); }

void EventLoop::run_to_end(Task<void> task) {
  bool finished = false;
  std::exception_ptr failure;
  spawn(std::move(task), [&](std::exception_ptr thrown) {
    finished = true;
    failure = std::move(thrown);
    context_->stop();
  });
  while (!finished) run();
  if (failure) std::rethrow_exception(failure);
}

asio::io_context& EventLoop::context() { return *context_; }

}  // namespace sm::net
