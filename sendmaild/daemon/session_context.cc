// The layers of macros of a session: configuration, connection, envelope. Invariant: an envelope never outlives the
// connection layer it looks up in.
#include "sendmaild/daemon/session_context.h"

#include <utility>

#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/local_user.h"

namespace sm::daemon {

SessionContext::SessionContext(std::shared_ptr<delivery::Spool> shared_spool, const config::DaemonPort& daemon_port)
    : spool(std::move(shared_spool)), site(spool->shared_site()), port(daemon_port), base(site->config->macros), connection(&base) {
  expander = delivery::make_expander(site, nullptr);
  begin_envelope();
}

void SessionContext::begin_envelope() {
  envelope.reset();
  restart_envelope();
}

void SessionContext::restart_envelope() {
  std::string id = envelope ? envelope->id : spool->store().new_id();
  envelope = std::make_unique<message::Envelope>(&connection);
  envelope->id = std::move(id);
  envelope->created = spool->clock().now();
  envelope->macros.set("i", envelope->id);
  sender_logged = false;
}

void SessionContext::log_sender() {
  if (std::exchange(sender_logged, true)) return;
  log(5, log::Priority::info, delivery::from_line(*envelope, envelope->recipients.size()));
}

rules::RewriteContext SessionContext::rewrite_context() {
  rules::RewriteContext context;
  context.macros = &envelope->macros;
  context.delivery_mode = port.delivery_mode != 0 ? port.delivery_mode : static_cast<char>(site->options().delivery_mode);
  context.queue_id = envelope->id;
  return context;
}

void SessionContext::log(int level, log::Priority priority, const std::string& text) const {
  if (site->log_level(level)) log::write(priority, envelope->id, text);
}

void SessionContext::log_plain(int level, log::Priority priority, const std::string& text) const {
  if (site->log_level(level)) log::write_plain(priority, text);
}

}  // namespace sm::daemon
