// Stream: one connection as the protocols see it, whatever carries it (socket, TLS, stdin/stdout, memory in tests).
// Loss of the peer and passed deadlines are exceptions, because they end the session (STYLE 12); an orderly end of input
// is not. All calls on the loop's thread; at most one read and one write at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

#include "sendmaild/net/task.h"
#include "sendmaild/net/tls_facts.h"

namespace sm::net {

class TlsContext;

// The connection is no use any more. `error` is the errno (0: the peer closed in mid-operation).
class StreamError : public std::runtime_error {
 public:
  StreamError(const std::string& what, int error_number) : std::runtime_error(what), error(error_number) {}
  int error;
};
// The deadline passed before the operation was complete.
class DeadlinePassed : public StreamError {
 public:
  DeadlinePassed();
};

class Stream {
 public:
  virtual ~Stream() = default;

  // The next bytes, at least one, as many as are there (up to an internal limit); empty at an orderly end of input.
  virtual Task<std::string> read_some() = 0;
  // Writes everything.
  virtual Task<void> write(std::string bytes) = 0;
  // Whether input (or its end) arrives within `patience`. Consumes nothing.
  virtual Task<bool> wait_input(std::chrono::milliseconds patience) = 0;
  // Whether input or its end is there now, without waiting. Consumes nothing.
  virtual bool has_input() = 0;

  // Reads and writes from now on must be complete `from_now`; the next call replaces it. Zero: no deadline.
  virtual void set_deadline(std::chrono::milliseconds from_now) = 0;
  // TLS from here on, on the same connection. A failed handshake is a TlsFailed, after which the stream is no use.
  // `server_name` (client only): for SNI; empty for none. Streams that cannot carry TLS throw TlsFailed.
  virtual Task<TlsFacts> start_tls(std::shared_ptr<const TlsContext> context, std::string server_name) = 0;
  // Says goodbye (TLS close_notify) as far as that goes at once, and closes. Later calls throw StreamError.
  virtual void close() = 0;
};

// stdin and stdout, or any two descriptors that poll can watch, as a Stream (`sendmail -bs`, LMTP over a pipe). The
// descriptors are duplicated; the originals stay open.
class EventLoop;
std::unique_ptr<Stream> descriptor_stream(EventLoop& loop, int input, int output);

}  // namespace sm::net
