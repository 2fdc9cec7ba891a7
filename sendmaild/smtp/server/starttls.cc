// STARTTLS (RFC 3207). Nothing the client sent in the clear behind the command survives into the encrypted session.
#include <fmt/format.h>

#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {

net::Task<Reply> Conversation::on_starttls(Command command) {
  if (!command.argument.empty())
    co_return Reply(501, {5, 5, 2}, std::string("Syntax error (no parameters allowed)"));
  const Features& features = connection_.features;
  if (features.starttls_forbidden) co_return Reply(503, {5, 5, 0}, std::string("TLS not available"));
  if (tls_ || !features.announce.starttls) co_return Reply(454, {4, 3, 3}, std::string("TLS not available after start"));
  if (transaction_) co_return Reply(503, {5, 5, 0}, std::string("TLS not permitted during a mail transaction"));
  if (lines_.has_input()) {
    // Commands that somebody may have injected before the handshake.
    over_ = true;
    summary_.end = SessionSummary::End::closed_by_us;
    co_return Reply(554, {5, 5, 0}, std::string("SMTP protocol error"));
  }
  bool encrypted = co_await handshake();
  if (!encrypted) co_return Reply(454, {4, 3, 3}, std::string("TLS not available after start"));
  hello_noise_.reset();
  first_command_ = true;
  co_await refresh_mechanisms();
  co_return Reply();
}

// False: there is no context. With STARTTLS the "220" goes out here, under a modifier s nothing does.
net::Task<bool> Conversation::handshake() {
  auto get_context = [policy = policy_] { return policy->tls_context(); };
  std::shared_ptr<const net::TlsContext> context = co_await ask(std::move(get_context));
  if (!context) co_return false;
  bool by_command = !parts_.tls_first;
  parts_.tls_first = false;
  if (by_command) {
    Reply ready(220, {2, 0, 0}, std::string("Ready to start TLS"));
    co_await send(std::move(ready));
    co_await flush();
  }
  stream_->set_deadline(limits_.tls_timeout);
  tls_facts_ = co_await stream_->start_tls(std::move(context), std::string());
  tls_ = true;
  auto question = [policy = policy_, facts = tls_facts_] { return policy->tls_started(facts); };
  Verdict verdict = co_await ask(std::move(question));
  if (verdict.refused()) refused_ = verdict.reply;
  co_return true;
}

}  // namespace sm::smtp::server
