// Outgoing connections: one address per call; the caller walks its list (RFC 5321 §5.1) and words the failure.
#pragma once

#include <chrono>
#include <memory>

#include "lib/base/unique_fd.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/socket_address.h"
#include "sendmaild/net/stream.h"

namespace sm::net {

struct ConnectSpec {
  SocketAddress target;
  SocketAddress source;                    // unset: the system chooses (ClientPortOptions Addr=)
  std::chrono::milliseconds timeout{0};    // Timeout.connect; 0: the system's
};

struct Connected {
  std::unique_ptr<Stream> stream;  // null when it failed
  SocketAddress local;
  int error = 0;                   // errno of the failure: ECONNREFUSED, ETIMEDOUT, …
};

// Never throws for a failed connection: that is an outcome, not the end of a session.
Task<Connected> connect_to(EventLoop& loop, ConnectSpec spec);

// A connected stream socket (from a socketpair, or inherited) as a Stream that owns it and can start TLS.
std::unique_ptr<Stream> socket_stream(EventLoop& loop, UniqueFd connected);

}  // namespace sm::net
