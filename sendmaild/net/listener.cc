// See the header.
#include "sendmaild/net/listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>

#include "sendmaild/net/connect.h"
#include "sendmaild/net/timer.h"

namespace sm::net {
namespace {

constexpr std::chrono::milliseconds kOutOfDescriptors{1000};  // wait before accept() is tried again

SocketAddress address_of(int descriptor, int (*ask)(int, sockaddr*, socklen_t*)) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (ask(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return {};
  return SocketAddress::from_native(reinterpret_cast<sockaddr*>(&storage), length);
}

void set_option(int descriptor, int level, int name, int value) {
  // Options are tuning: a system that refuses one still listens.
  (void)::setsockopt(descriptor, level, name, &value, sizeof value);
}

}  // namespace

Result<UniqueFd> bind_listener(const ListenSpec& spec, int* error_number) {
  auto failed = [&](const char* what) {
    int number = errno;
    if (error_number != nullptr) *error_number = number;
    return system_error(what, number, ExitStatus::unavailable);
  };
  UniqueFd socket(::socket(spec.address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return failed("cannot create socket");
  set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(socket.get(), SOL_SOCKET, SO_KEEPALIVE, 1);
  if (spec.address.is_ipv6()) set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  if (spec.receive_buffer > 0) set_option(socket.get(), SOL_SOCKET, SO_RCVBUF, spec.receive_buffer);
  if (spec.send_buffer > 0) set_option(socket.get(), SOL_SOCKET, SO_SNDBUF, spec.send_buffer);
  if (::bind(socket.get(), spec.address.native(), spec.address.native_length()) != 0) return failed("cannot bind");
  if (::listen(socket.get(), spec.backlog) != 0) return failed("cannot listen");
  return socket;
}

struct Listener::State {
  State(EventLoop& event_loop, UniqueFd listening) : loop(event_loop), descriptor(event_loop.context()) {
    descriptor.assign(listening.release());
    descriptor.non_blocking(true);
  }
  EventLoop& loop;
  asio::posix::stream_descriptor descriptor;
};

Listener::Listener(EventLoop& loop, UniqueFd listening) : state_(std::make_shared<State>(loop, std::move(listening))) {}

Listener::~Listener() { close(); }

void Listener::close() {
  asio::error_code ignored;
  state_->descriptor.close(ignored);
}

SocketAddress Listener::local_address() const { return address_of(state_->descriptor.native_handle(), ::getsockname); }

Task<Accepted> Listener::accept() {
  auto state = state_;
  while (true) {
    if (!state->descriptor.is_open()) throw StreamError("listener is closed", ECANCELED);
    UniqueFd connection(::accept4(state->descriptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection.valid()) {
      set_option(connection.get(), IPPROTO_TCP, TCP_NODELAY, 1);
      Accepted accepted;
      accepted.peer = address_of(connection.get(), ::getpeername);
      accepted.local = address_of(connection.get(), ::getsockname);
      accepted.stream = socket_stream(state->loop, std::move(connection));
      co_return accepted;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      co_await sleep_for(state->loop, kOutOfDescriptors);
      continue;
    }
    if (errno != EAGAIN && errno != EWOULDBLOCK) continue;  // the peer has gone meanwhile, or a signal
    asio::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await state->descriptor.async_wait(asio::posix::descriptor_base::wait_read, token);
    if (error) throw StreamError("listener is closed", ECANCELED);
  }
}

}  // namespace sm::net
