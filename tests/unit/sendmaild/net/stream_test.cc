// Streams over real sockets: bytes both ways, end of input, deadlines, refusal to connect.
#include "sendmaild/net/stream.h"

#include <doctest/doctest.h>

#include <cerrno>

#include "lib/base/posix.h"
#include "sendmaild/net/connect.h"
#include "sendmaild/net/listener.h"
#include "sendmaild/net/timer.h"

using namespace sm::net;
using namespace std::chrono_literals;

namespace {

Task<void> echo_once(Listener& listener) {
  Accepted accepted = co_await listener.accept();
  std::string bytes = co_await accepted.stream->read_some();
  co_await accepted.stream->write("<" + bytes + ">");
  accepted.stream->close();
}

Task<std::string> talk(EventLoop& loop, SocketAddress server) {
  ConnectSpec spec;
  spec.target = server;
  spec.timeout = 5s;
  Connected connected = co_await connect_to(loop, spec);
  REQUIRE(connected.stream);
  connected.stream->set_deadline(5s);
  co_await connected.stream->write("hello");
  std::string all;
  while (true) {
    std::string bytes = co_await connected.stream->read_some();
    if (bytes.empty()) co_return all;
    all += bytes;
  }
}

Task<std::string> read_with_deadline(Stream& stream) {
  stream.set_deadline(50ms);
  std::string bytes = co_await stream.read_some();
  co_return bytes;
}

std::pair<std::unique_ptr<Stream>, sm::UniqueFd> stream_and_peer(EventLoop& loop) {
  auto pair = sm::local_socket_pair();
  REQUIRE(pair);
  auto stream = socket_stream(loop, std::move(pair->first));
  return {std::move(stream), std::move(pair->second)};
}

}  // namespace

TEST_CASE("net/stream: a connection carries bytes both ways and ends") {
  EventLoop loop;
  ListenSpec spec;
  spec.address = *SocketAddress::from_text("127.0.0.1", 0);
  auto bound = bind_listener(spec);
  REQUIRE(bound);
  Listener listener(loop, std::move(*bound));
  loop.spawn(echo_once(listener));
  CHECK(loop.run_until_done(talk(loop, listener.local_address())) == "<hello>");
}

TEST_CASE("net/stream: an occupied port is told apart") {
  ListenSpec spec;
  spec.address = *SocketAddress::from_text("127.0.0.1", 0);
  auto first = bind_listener(spec);
  REQUIRE(first);
  EventLoop loop;
  Listener listener(loop, std::move(*first));
  spec.address = listener.local_address();
  int error = 0;
  auto second = bind_listener(spec, &error);
  CHECK(!second);
  CHECK(error == EADDRINUSE);
}

TEST_CASE("net/connect: a refused connection is an outcome with its errno") {
  EventLoop loop;
  ConnectSpec spec;
  spec.target = *SocketAddress::from_text("127.0.0.1", 1);
  Connected connected = loop.run_until_done(connect_to(loop, spec));
  CHECK(!connected.stream);
  CHECK(connected.error == ECONNREFUSED);
}

TEST_CASE("net/stream: a read that gets nothing in time throws DeadlinePassed, and a later one works") {
  EventLoop loop;
  auto [stream, peer] = stream_and_peer(loop);
  CHECK_THROWS_AS(loop.run_until_done(read_with_deadline(*stream)), DeadlinePassed);
  CHECK(!stream->has_input());
  REQUIRE(sm::write_all(peer.get(), "late"));
  CHECK(stream->has_input());
  CHECK(loop.run_until_done(read_with_deadline(*stream)) == "late");
}

TEST_CASE("net/stream: waiting for input tells early talkers from patient peers") {
  EventLoop loop;
  auto [stream, peer] = stream_and_peer(loop);
  CHECK(!loop.run_until_done(stream->wait_input(20ms)));
  REQUIRE(sm::write_all(peer.get(), "EHLO"));
  CHECK(loop.run_until_done(stream->wait_input(20ms)));
  CHECK(loop.run_until_done(read_with_deadline(*stream)) == "EHLO");
}

TEST_CASE("net/stream: the peer's end of input is empty bytes, a lost peer on write an exception") {
  EventLoop loop;
  auto [stream, peer] = stream_and_peer(loop);
  peer.reset();
  CHECK(loop.run_until_done(read_with_deadline(*stream)).empty());
  CHECK_THROWS_AS(loop.run_until_done(stream->write("x")), StreamError);
}

TEST_CASE("net/stream: more than a socket's buffer is written while the peer reads") {
  EventLoop loop;
  auto pair = sm::local_socket_pair();
  REQUIRE(pair);
  auto writer = socket_stream(loop, std::move(pair->first));
  auto reader = socket_stream(loop, std::move(pair->second));
  const size_t total = 3'000'000;
  loop.spawn(writer->write(std::string(total, 'x')));
  size_t got = 0;
  while (got < total) got += loop.run_until_done(reader->read_some()).size();
  CHECK(got == total);
}
