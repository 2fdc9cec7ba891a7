// What the policy and the sink of one SMTP session share: the connection's macros, the transaction's envelope, its
// queue id. Owned by both through a shared_ptr; touched by one thread at a time (the session asks one question after
// another).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lib/base/log.h"
#include "sendmaild/alias/expand.h"
#include "sendmaild/config/daemon_port.h"
#include "sendmaild/daemon/connection_limits.h"
#include "sendmaild/daemon/peer.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/message/envelope.h"
#include "sendmaild/net/socket_address.h"

namespace sm::daemon {

struct SessionContext {
  SessionContext(std::shared_ptr<delivery::Spool> shared_spool, const config::DaemonPort& daemon_port);

  std::shared_ptr<delivery::Spool> spool;
  delivery::SharedSite site;
  std::shared_ptr<const alias::Expander> expander;
  const config::DaemonPort& port;  // of the site's configuration
  macros::MacroScope base;         // definitions of the configuration
  macros::MacroScope connection;   // this connection's
  Peer peer;
  net::SocketAddress peer_address, local_address;
  ConnectionLimits::Arrival arrival;  // how busy the client is
  bool on_standard_input = false;  // -bs
  std::string flags;               // ${daemon_flags}
  bool authenticated = false;
  bool tls = false;
  // The transaction; there is one from the start, so that every session has a queue id.
  std::unique_ptr<message::Envelope> envelope;
  // Its body, from DATA on; where filters find and replace it.
  std::unique_ptr<queue::IncomingMessage> incoming;
  // "from=" has been logged for this envelope.
  bool sender_logged = false;

  // A new envelope with a new queue id.
  void begin_envelope();
  // The same id for another MAIL: nothing came of the one before.
  void restart_envelope();
  // The line "from=…" of this envelope, once.
  void log_sender();
  // The scope rulesets run with: the envelope's.
  macros::MacroScope& scope() { return envelope->macros; }
  rules::RewriteContext rewrite_context();

  const std::string& queue_id() const { return envelope->id; }
  // Writes the line when LogLevel is at least `level`.
  void log(int level, log::Priority priority, const std::string& text) const;
  void log_plain(int level, log::Priority priority, const std::string& text) const;
};

}  // namespace sm::daemon
