// See the header.
// Invariant: a handshake that fails never lets the message through in the clear on its own; whether another connection may
// is TLSFallbacktoClear's business, and nobody's where DANE asks for TLS.
#include "sendmaild/delivery/smtp_tls.h"

#include <fmt/format.h>

#include "lib/base/log.h"
#include "sendmaild/delivery/client_flags.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/site_tls.h"

namespace sm::delivery {
namespace {

using rules::CheckVerdict;

rules::RewriteContext rewrite_context(const SmtpSession& session) {
  rules::RewriteContext context;
  context.macros = &session.batch.macros;
  context.queue_id = session.batch.envelope->id;
  return context;
}

bool refuses(const CheckVerdict& verdict) {
  return verdict.kind == CheckVerdict::Kind::reject || verdict.temporary_failure;
}

// "454 4.7.0 text", as the ruleset said it or as it is said for it.
std::string reply_line(const CheckVerdict& verdict, const std::string& text) {
  if (verdict.reply_code == 0) return "403 4.7.0 server not authenticated.";
  return fmt::format("{} {} {}", verdict.reply_code, verdict.enhanced, text);
}

std::string refusal_line(const SmtpSession& session, const char* ruleset, const std::string& argument,
                         const std::string& reply) {
  return fmt::format("ruleset={}, arg1={}, relay={}, reject={}", ruleset, argument, session.server.plain_name(), reply);
}

// Of what is about the connection, not the message.
void log_refusal(const SmtpSession& session, const char* ruleset, const std::string& argument, const std::string& reply) {
  if (session.site.log_level(4)) log::write_plain(log::Priority::notice, refusal_line(session, ruleset, argument, reply));
}

// The server as it is, or the connection as it became, does not do.
Outcome not_good_enough(const CheckVerdict& verdict) {
  std::string line = reply_line(verdict, verdict.text);
  bool for_good = line[0] == '5' && !verdict.temporary_failure;
  Outcome outcome = outcome_of_status(for_good ? ExitStatus::unavailable : ExitStatus::temp_fail, for_good ? "" : line);
  outcome.enhanced = verdict.reply_code == 0 ? "4.7.0" : verdict.enhanced;
  return outcome;
}

CheckVerdict ask_tls_server(const SmtpSession& session, const std::string& verify) {
  session.batch.macros.set("verify", verify);
  rules::RewriteContext context = rewrite_context(session);
  CheckVerdict verdict = session.site.rules->check("tls_server", verify, std::nullopt, context);
  if (refuses(verdict)) log_refusal(session, "tls_server", verify, reply_line(verdict, verdict.text));
  return verdict;
}

std::optional<Outcome> judge_server(const SmtpSession& session, const std::string& verify) {
  CheckVerdict verdict = ask_tls_server(session, verify);
  return refuses(verdict) ? std::optional<Outcome>(not_good_enough(verdict)) : std::nullopt;
}

bool may_try(const SmtpSession& session) {
  rules::RewriteContext context = rewrite_context(session);
  std::string server = session.server.plain_name();
  CheckVerdict verdict = session.site.rules->check("try_tls", server, std::nullopt, context);
  if (!refuses(verdict)) return true;
  std::string text = session.batch.recipients.front()->address + "... " + verdict.text;
  log_refusal(session, "try_tls", server, reply_line(verdict, text));
  return false;
}

void log_handshake_failure(const SmtpSession& session, const smtp::client::TlsOutcome& tls) {
  if (!session.site.log_level(6)) return;
  log::write_plain(log::Priority::warning,
                   fmt::format("STARTTLS=client, error: connect failed=-1, reason={}, SSL_error={}, errno={}, retry=-1",
                               tls.failure, tls.ssl_error, tls.error));
}

// ${verify} of a STARTTLS that was not agreed to.
std::string verify_of_refusal(const smtp::client::Answer& answer) {
  if (answer.temporary()) return "TEMP";
  return answer.permanent() ? "NONE" : "PROTOCOL";
}

// What failed is over, whatever the ruleset thinks of it: its own words are only better than ours.
TlsStep after_failure(const SmtpSession& session, bool dane) {
  CheckVerdict verdict = ask_tls_server(session, dane ? "DANE_FAIL" : "SOFTWARE");
  TlsStep step;
  step.trouble = not_good_enough(refuses(verdict) ? verdict : CheckVerdict());
  step.handshake_failed = !dane;
  return step;
}

TlsStep without_tls(const SmtpSession& session, const TlsPlan& plan, bool dane) {
  if (dane && session.site.log_level(6)) {
    log::write_plain(log::Priority::notice, fmt::format("STARTTLS=client, relay={}, warning=DANE configured in DNS but no "
                                                        "STARTTLS available", session.server.name));
  }
  TlsStep step;
  step.trouble = judge_server(session, dane ? "DANE_FAIL" : plan.use == TlsUse::never ? "CLEAR" : "NONE");
  return step;
}

}  // namespace

TlsStep start_tls(const SmtpSession& session, const TlsPlan& plan) {
  set_tls_macros(session.site.options(), nullptr, session.batch.macros);
  bool dane = plan.dane.state == DaneRecords::State::must && !has_client_flag(session.batch, 'D');
  bool possible = plan.use == TlsUse::if_offered && session.dialogue.extensions().starttls && plan.context;
  if (!possible || has_client_flag(session.batch, 'S') || !may_try(session)) return without_tls(session, plan, dane);
  auto context = dane ? plan.context->for_server(plan.dane.name, plan.dane.records) : plan.context;
  smtp::client::TlsOutcome tls = session.wire.await(session.dialogue.start_tls(context, ""));
  TlsStep step;
  if (tls.facts) {
    log_tls_session(session.site, net::TlsRole::client, session.server.name, *tls.facts);
    set_tls_macros(session.site.options(), &*tls.facts, session.batch.macros);
    step.started = true;
    step.trouble = judge_server(session, tls.facts->verify);
    return step;
  }
  if (session.dialogue.is_open()) {
    step.trouble = judge_server(session, dane ? "DANE_FAIL" : verify_of_refusal(tls.answer));
    return step;
  }
  log_handshake_failure(session, tls);
  return after_failure(session, dane);
}

std::optional<Outcome> judge_recipient(const SmtpSession& session, const message::Recipient& recipient) {
  rules::RewriteContext context = rewrite_context(session);
  CheckVerdict verdict = session.site.rules->check("tls_rcpt", recipient.user, std::nullopt, context);
  if (!refuses(verdict)) return std::nullopt;
  std::string line = reply_line(verdict, recipient.address + "... " + verdict.text);
  if (session.site.log_level(4)) {
    log::write(log::Priority::notice, session.batch.envelope->id, refusal_line(session, "tls_rcpt", recipient.user, line));
  }
  bool for_good = line[0] == '5' && !verdict.temporary_failure;
  Outcome outcome = outcome_of_status(for_good ? ExitStatus::data_error : ExitStatus::temp_fail, "");
  outcome.enhanced = for_good ? "5.5.2" : "4.2.0";
  if (for_good) outcome.transcript = line;
  return outcome;
}

}  // namespace sm::delivery
