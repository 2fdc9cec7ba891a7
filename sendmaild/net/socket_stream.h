// SocketStream: a Stream over descriptors (a socket, or a pair for stdin/stdout), plain or under TLS. Holds no buffer
// while idle: a session waits for readiness and reads into a scratch buffer of the loop's thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "lib/base/unique_fd.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/stream.h"
#include "sendmaild/net/tls_session.h"

namespace sm::net {

class SocketStream final : public Stream {
 public:
  // `output` invalid: the input is a socket and serves both ways.
  SocketStream(EventLoop& loop, UniqueFd input, UniqueFd output);
  ~SocketStream() override;

  Task<std::string> read_some() override;
  Task<void> write(std::string bytes) override;
  Task<bool> wait_input(std::chrono::milliseconds patience) override;
  bool has_input() override;
  void set_deadline(std::chrono::milliseconds from_now) override;
  Task<TlsFacts> start_tls(std::shared_ptr<const TlsContext> context, std::string server_name) override;
  void close() override;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class Want { read, write };
  struct State;

  // False: `limit` passed first.
  Task<bool> ready(Want want, TimePoint limit);
  Task<void> ready_or_throw(Want want);
  TlsSession::Step read_step(std::string& into);
  TlsSession::Step write_step(std::string_view bytes, size_t* written);
  TlsSession::Step peek_step();
  [[noreturn]] void fail(const char* what) const;

  std::shared_ptr<State> state_;
  std::unique_ptr<TlsSession> tls_;
  TimePoint deadline_ = TimePoint::max();
  int error_number_ = 0;
};

}  // namespace sm::net
