// See the header.
#include "sendmaild/net/socket_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>

#include "lib/base/check.h"
#include "sendmaild/net/connect.h"

namespace sm::net {
namespace {

using Step = TlsSession::Step;

constexpr size_t kReadSize = 32 * 1024;
constexpr int kDrainReads = 16;  // of kReadSize, when closing over unread input

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

DeadlinePassed::DeadlinePassed() : StreamError("deadline passed", ETIMEDOUT) {}

struct SocketStream::State : std::enable_shared_from_this<SocketStream::State> {
  State(EventLoop& loop, UniqueFd in, UniqueFd out)
      : input(loop.context()), output(loop.context()), timer(loop.context()), is_socket(!out.valid()) {
    input_flags = fcntl(in.get(), F_GETFL);
    if (out.valid()) {
      output_flags = fcntl(out.get(), F_GETFL);
      output.assign(out.release());
    }
    input.assign(in.release());
    input.non_blocking(true);
    if (!is_socket) output.non_blocking(true);
  }

  asio::posix::stream_descriptor& descriptor(Want want) { return want == Want::write && !is_socket ? output : input; }
  bool is_open() const { return input.is_open(); }
  int in() { return input.native_handle(); }
  int out() { return is_socket ? input.native_handle() : output.native_handle(); }

  // Wakes the waiting operations at `limit`; they look at their own limits and may call again.
  void wake_at(TimePoint limit) {
    if (limit == TimePoint::max() || (armed && timer.expiry() <= limit)) return;
    timer.expires_at(limit);
    armed = true;
    timer.async_wait([self = shared_from_this()](const asio::error_code& error) {
      if (error) return;
      self->armed = false;
      self->cancel();
    });
  }

  void cancel() {
    asio::error_code ignored;
    input.cancel(ignored);
    if (output.is_open()) output.cancel(ignored);
  }

  void close() {
    timer.cancel();
    asio::error_code ignored;
    // Descriptors of a pair share their open file with others (a terminal, the parent's pipe): leave it as it was.
    if (!is_socket) {
      if (input_flags >= 0) fcntl(input.native_handle(), F_SETFL, input_flags);
      if (output_flags >= 0) fcntl(output.native_handle(), F_SETFL, output_flags);
      output.close(ignored);
    }
    input.close(ignored);
  }

  asio::posix::stream_descriptor input;
  asio::posix::stream_descriptor output;
  asio::steady_timer timer;
  bool is_socket;
  bool armed = false;
  int input_flags = -1;
  int output_flags = -1;
};

SocketStream::SocketStream(EventLoop& loop, UniqueFd input, UniqueFd output)
    : state_(std::make_shared<State>(loop, std::move(input), std::move(output))) {}

SocketStream::~SocketStream() {
  if (state_->is_open()) state_->close();
}

void SocketStream::fail(const char* what) const {
  throw StreamError(std::string(what) + ": " + std::strerror(error_number_), error_number_);
}

void SocketStream::set_deadline(std::chrono::milliseconds from_now) {
  deadline_ = from_now.count() > 0 ? std::chrono::steady_clock::now() + from_now : TimePoint::max();
}

Task<bool> SocketStream::ready(Want want, TimePoint limit) {
  auto state = state_;
  while (true) {
    if (!state->is_open()) throw StreamError("connection is closed", ECANCELED);
    if (std::chrono::steady_clock::now() >= limit) co_return false;
    state->wake_at(limit);
    auto type = want == Want::write ? asio::posix::descriptor_base::wait_write : asio::posix::descriptor_base::wait_read;
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await state->descriptor(want).async_wait(type, token);
    // A regular file cannot be watched and is always ready.
    if (!error || error == asio::error::operation_not_supported) co_return true;
    if (error != asio::error::operation_aborted) throw StreamError(error.message(), error.value());
  }
}

Task<void> SocketStream::ready_or_throw(Want want) {
  bool in_time = co_await ready(want, deadline_);
  if (!in_time) throw DeadlinePassed();
}

Step SocketStream::read_step(std::string& into) {
  if (tls_) return tls_->read(into);
  static thread_local std::array<char, kReadSize> scratch;
  ssize_t got = ::read(state_->in(), scratch.data(), scratch.size());
  if (got == 0) return Step::end;
  if (got < 0) {
    error_number_ = errno;
    return would_block(errno) ? Step::want_read : Step::failed;
  }
  into.assign(scratch.data(), static_cast<size_t>(got));
  return Step::done;
}

Step SocketStream::write_step(std::string_view bytes, size_t* written) {
  if (tls_) return tls_->write(bytes, written);
  ssize_t sent = state_->is_socket ? ::send(state_->out(), bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                   : ::write(state_->out(), bytes.data(), bytes.size());
  if (sent < 0) {
    error_number_ = errno;
    return would_block(errno) ? Step::want_write : Step::failed;
  }
  *written = static_cast<size_t>(sent);
  return Step::done;
}

Step SocketStream::peek_step() {
  if (tls_) return tls_->peek();
  pollfd watched{};
  watched.fd = state_->in();
  watched.events = POLLIN;
  return ::poll(&watched, 1, 0) > 0 ? Step::done : Step::want_read;
}

Task<std::string> SocketStream::read_some() {
  std::string bytes;
  while (true) {
    if (!state_->is_open()) throw StreamError("connection is closed", ECANCELED);
    Step step = read_step(bytes);
    if (step == Step::done || step == Step::end) co_return bytes;
    if (step == Step::failed) {
      if (tls_) error_number_ = tls_->error_number() != 0 ? tls_->error_number() : EIO;
      fail("read");
    }
    Want want = step == Step::want_write ? Want::write : Want::read;
    co_await ready_or_throw(want);
  }
}

Task<void> SocketStream::write(std::string bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    if (!state_->is_open()) throw StreamError("connection is closed", ECANCELED);
    size_t now = 0;
    Step step = write_step(std::string_view(bytes).substr(sent), &now);
    if (step == Step::done) {
      sent += now;
      continue;
    }
    if (step == Step::failed || step == Step::end) {
      if (tls_) error_number_ = tls_->error_number() != 0 ? tls_->error_number() : EPIPE;
      fail("write");
    }
    Want want = step == Step::want_write ? Want::write : Want::read;
    co_await ready_or_throw(want);
  }
}

bool SocketStream::has_input() {
  if (!state_->is_open()) return true;
  Step step = peek_step();
  return step == Step::done || step == Step::end || step == Step::failed;
}

Task<bool> SocketStream::wait_input(std::chrono::milliseconds patience) {
  TimePoint limit = std::chrono::steady_clock::now() + patience;
  while (!has_input()) {
    bool in_time = co_await ready(Want::read, limit);
    if (!in_time) co_return has_input();
  }
  co_return true;
}

Task<TlsFacts> SocketStream::start_tls(std::shared_ptr<const TlsContext> context, std::string server_name) {
  if (!state_->is_socket) throw TlsFailed("TLS needs a socket", 0, ENOTSOCK);
  SM_CHECK(!tls_);
  auto session = TlsSession::create(std::move(context), state_->in(), server_name);
  if (!session) throw TlsFailed("error generating SSL handle", 0, ENOMEM);
  while (true) {
    Step step = session->handshake();
    if (step == Step::done) break;
    if (step == Step::failed || step == Step::end)
      throw TlsFailed(session->reason(), session->ssl_error(), session->error_number());
    Want want = step == Step::want_write ? Want::write : Want::read;
    co_await ready_or_throw(want);
  }
  tls_ = std::move(session);
  co_return tls_->facts();
}

void SocketStream::close() {
  if (!state_->is_open()) return;
  if (tls_) tls_->shutdown();
  if (state_->is_socket) {
    // Unread input would turn the close into a reset that can overtake our last reply.
    ::shutdown(state_->in(), SHUT_WR);
    std::array<char, 4096> waste;
    for (int i = 0; i < kDrainReads && ::recv(state_->in(), waste.data(), waste.size(), MSG_DONTWAIT) > 0; ++i) {
    }
  }
  state_->close();
}

std::unique_ptr<Stream> socket_stream(EventLoop& loop, UniqueFd connected) {
  return std::make_unique<SocketStream>(loop, std::move(connected), UniqueFd());
}

std::unique_ptr<Stream> descriptor_stream(EventLoop& loop, int input, int output) {
  UniqueFd in(fcntl(input, F_DUPFD_CLOEXEC, 0));
  UniqueFd out(fcntl(output, F_DUPFD_CLOEXEC, 0));
  if (!in.valid() || !out.valid()) throw StreamError("cannot duplicate a descriptor", errno);
  return std::make_unique<SocketStream>(loop, std::move(in), std::move(out));
}

}  // namespace sm::net
