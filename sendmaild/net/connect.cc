// See the header.
#include "sendmaild/net/connect.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>

#include "sendmaild/net/timer.h"

namespace sm::net {
namespace {

// The outcome of a connect() that was under way, or nothing yet.
int pending_error(int descriptor) {
  int error = 0;
  socklen_t length = sizeof error;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) return errno;
  return error;
}

}  // namespace

Task<Connected> connect_to(EventLoop& loop, ConnectSpec spec) {
  Connected result;
  UniqueFd socket(::socket(spec.target.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) {
    result.error = errno;
    co_return result;
  }
  int on = 1;
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (spec.source.is_set() && ::bind(socket.get(), spec.source.native(), spec.source.native_length()) != 0) {
    result.error = errno;
    co_return result;
  }
  int descriptor = socket.get();
  if (::connect(descriptor, spec.target.native(), spec.target.native_length()) != 0) {
    if (errno != EINPROGRESS) {
      result.error = errno;
      co_return result;
    }
    asio::posix::stream_descriptor watched(loop.context());
    watched.assign(socket.release());
    bool timed_out = false;
    Timer timer(loop);
    if (spec.timeout.count() > 0) {
      timer.start(spec.timeout, [&watched, &timed_out] {
        timed_out = true;
        asio::error_code ignored;
        watched.cancel(ignored);
      });
    }
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await watched.async_wait(asio::posix::descriptor_base::wait_write, token);
    timer.cancel();
    socket.reset(watched.release());
    result.error = timed_out ? ETIMEDOUT : pending_error(descriptor);
    if (result.error != 0) co_return result;
  }
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) == 0)
    result.local = SocketAddress::from_native(reinterpret_cast<sockaddr*>(&storage), length);
  result.stream = socket_stream(loop, std::move(socket));
  co_return result;
}

}  // namespace sm::net
