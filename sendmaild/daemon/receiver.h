// The receiver: accepts connections on inherited sockets and leads their SMTP sessions, all on one loop; rulesets and
// files on pools. It commits messages and wakes the sender; it delivers nothing.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "lib/base/traffic_log.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/daemon/control_server.h"
#include "sendmaild/daemon/listen_ports.h"
#include "sendmaild/daemon/queue_sink.h"
#include "sendmaild/daemon/session_features.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/smtp/server/session.h"

namespace sm::daemon {

class Receiver {
 public:
  // `kick` is called on pool threads. `tls` null: no STARTTLS (delivery/site_tls.h).
  Receiver(std::shared_ptr<delivery::Spool> spool, Kick kick, std::shared_ptr<const net::TlsContext> tls);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  // What ETRN asks for; called on pool threads with its argument. Without it ETRN is refused.
  void on_run_request(std::function<void(const std::string& node)> run);
  // -X: the lines of all sessions that begin from here on.
  void show_traffic(std::shared_ptr<const TrafficLog> log);
  // Starts accepting on a socket of the configuration's port `index`.
  void listen(size_t port_index, UniqueFd socket);
  // Answers on the control socket.
  void serve_control(ControlLink link);
  // Runs the loop until SIGTERM (or stop()): listeners close at once, sessions end with the process.
  void run();
  void stop();

  // One session over standard input and output (-bs); returns when it is over.
  smtp::server::SessionSummary serve_standard_input(const std::string& user, SubmissionKind kind);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sm::daemon
