// Listening sockets. Binding is a synchronous step (the supervisor does it as root); a Listener then adopts the descriptor
// in the role that accepts.
#pragma once

#include <memory>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/socket_address.h"
#include "sendmaild/net/stream.h"

namespace sm::net {

struct ListenSpec {
  SocketAddress address;
  int backlog = 10;           // DaemonPortOptions Listen=
  int receive_buffer = 0;     // Receive=, bytes; 0: the system's
  int send_buffer = 0;        // Send=
};

// socket, SO_REUSEADDR, (IPV6_V6ONLY), bind, listen; close-on-exec, non-blocking. Error text ends with strerror;
// `error_number`, when given, receives the errno so that the caller can tell an occupied port (EADDRINUSE).
Result<UniqueFd> bind_listener(const ListenSpec& spec, int* error_number = nullptr);

struct Accepted {
  std::unique_ptr<Stream> stream;
  SocketAddress peer;
  SocketAddress local;
};

class Listener {
 public:
  // `listening` comes from bind_listener, possibly in another process.
  Listener(EventLoop& loop, UniqueFd listening);
  ~Listener();

  // The next connection; transient errors (EMFILE, ECONNABORTED …) are waited out. Throws StreamError once closed.
  Task<Accepted> accept();
  // Stops listening; an accept() under way throws.
  void close();
  SocketAddress local_address() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace sm::net
