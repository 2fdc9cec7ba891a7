// The session's questions in the order they come: connection, greeting, sender, data, protocol extras; recipients are in
// ruleset_recipient.cc. Each ruleset's verdict is logged as sendmail logs it ("ruleset=check_mail, arg1=…, reject=…").
#include "sendmaild/daemon/ruleset_policy.h"

#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "sendmaild/daemon/envelope_parts.h"
#include "sendmaild/daemon/ident.h"
#include "sendmaild/daemon/outside_text.h"
#include "sendmaild/daemon/session_features.h"
#include "sendmaild/daemon/verdict_reply.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/delivery/site_tls.h"
#include "sendmaild/message/date.h"

namespace sm::daemon {

using rules::CheckVerdict;
using smtp::Reply;
using smtp::server::Connection;
using smtp::server::Question;
using smtp::server::Verdict;

RulesetPolicy::RulesetPolicy(std::shared_ptr<SessionContext> context, PolicyServices services)
    : context_(std::move(context)), services_(std::move(services)) {}

void RulesetPolicy::log(int level, log::Priority priority, LogScope scope, const std::string& text) {
  if (scope == LogScope::envelope) {
    context_->log(level + 1, priority, text);
  } else {
    context_->log_plain(level + 1, priority, text);
  }
}

Verdict RulesetPolicy::ask(const Check& check) {
  if (!context_->site->rules->has_ruleset(check.ruleset)) return {};
  auto rewrite = context_->rewrite_context();
  CheckVerdict verdict = context_->site->rules->check(check.ruleset, check.argument1, check.argument2, rewrite);
  // A name that cannot be canonified now is no reason to refuse: the recipient is taken and queued.
  bool undecided = verdict.temporary_failure && verdict.map_message.compare(0, 9, "host map:") != 0;
  if (verdict.kind == CheckVerdict::Kind::accept && !undecided) return {};
  std::string line = fmt::format("ruleset={}, arg1={}", check.ruleset, check.argument1);
  if (check.argument2) line += ", arg2=" + *check.argument2;
  line += ", relay=" + context_->peer.shown;
  Verdict answer;
  if (verdict.kind == CheckVerdict::Kind::discard) {
    line += ", discard";
    context_->envelope->discarded = true;
    answer = Verdict::discard();
  } else if (verdict.kind == CheckVerdict::Kind::quarantine) {
    line += ", quarantine=" + verdict.quarantine_reason;
    context_->envelope->quarantine_reason = verdict.quarantine_reason;
  } else {
    Reply reply = verdict_reply(verdict, check.about);
    line += ", reject=" + reply.first_line();
    answer = Verdict(reply);
    if (check.counts) context_->spool->statistics().rejected(parsed_.mailer);
  }
  if (check.belongs_to_message) {
    context_->log(check.log_level, log::Priority::notice, line);
  } else {
    context_->log_plain(check.log_level, log::Priority::notice, line);
  }
  return answer;
}

void RulesetPolicy::set_peer_macros() {
  const Peer& peer = context_->peer;
  macros::MacroScope& scope = context_->connection;
  scope.set("_", outside_text(peer.shown));
  scope.set("client_name", outside_text(peer.name));
  scope.set("client_ptr", outside_text(peer.pointer));
  scope.set("client_addr", peer.address);
  scope.set("client_resolve", peer.resolve_word());
  scope.set("client_port", std::to_string(context_->peer_address.port()));
  scope.set("client_flags", "");
  scope.set("client_rate", std::to_string(context_->arrival.rates.client));
  scope.set("total_rate", std::to_string(context_->arrival.rates.total));
  scope.set("client_connections", std::to_string(context_->arrival.connections));
}

void RulesetPolicy::set_interface_macros() {
  macros::MacroScope& scope = context_->connection;
  const config::DaemonPort& port = context_->port;
  if (context_->on_standard_input) return;
  scope.set("daemon_name", port.name);
  scope.set("daemon_flags", context_->flags);
  scope.set("daemon_family", port.family == config::DaemonPort::Family::inet6 ? "inet6" : "inet");
  std::string address = context_->local_address.mail_text(context_->site->options().use_compressed_ipv6_addresses);
  scope.set("daemon_addr", address);
  scope.set("daemon_port", std::to_string(context_->local_address.port()));
  bool is_loopback = address == "127.0.0.1" || address == "IPv6:::1";
  if (!is_loopback) scope.set("if_addr", address);
  // The name of the address that was called; a client on this host has asked for it already.
  bool same = context_->local_address.bytes() == context_->peer_address.bytes();
  Peer self = same ? context_->peer : identify_peer(context_->local_address, false);
  scope.set("if_name", outside_text(self.pointer));
  scope.set("if_family", context_->local_address.is_ipv6() ? "10" : "2");
}

Connection RulesetPolicy::connect() {
  const config::Options& options = context_->site->options();
  if (!context_->on_standard_input) {
    context_->peer = identify_peer(context_->peer_address, options.use_compressed_ipv6_addresses);
    auto user = ask_ident(context_->peer_address, context_->local_address, options.timeouts.ident);
    if (user) context_->peer.shown.insert(0, *user + "@");
  }
  set_peer_macros();
  set_interface_macros();
  auto now = std::chrono::system_clock::now();
  context_->connection.set("b", message::rfc5322_date(now));
  SessionFeatures features = session_features(*context_);
  features_ = features.features;
  offer_auth_ = features.offer_auth;
  if (!services_.tls) features_.announce.starttls = false;
  if (offer_auth_ && services_.make_sasl) {
    for (std::string_view word : words(options.auth_mechanisms)) features_.announce.auth_mechanisms.emplace_back(word);
  }
  // What a pipe brings ahead of a reply was written by the program that started us.
  if (context_->on_standard_input) features_.early_input_allowed = true;
  Connection connection;
  connection.hostname = context_->site->macro("j");
  connection.client = context_->peer.shown;
  connection.client_name = context_->peer.name;
  connection.client_address = context_->peer.address;
  connection.daemon_name = context_->port.name;
  connection.greeting = macros::expand(options.smtp_greeting_message, context_->connection);
  connection.features = features_;
  if (features.temporary) connection.refusal = smtp::reply::try_again_later();
  if (connection.refusal || context_->on_standard_input) return connection;
  Verdict verdict = ask({"check_relay", context_->peer.name, context_->peer.address, "", false, 4, true});
  if (verdict.refused()) connection.refusal = verdict.reply;
  if (context_->site->rules->has_ruleset("greet_pause")) {
    auto rewrite = context_->rewrite_context();
    auto pause = context_->site->rules->check("greet_pause", context_->peer.name, context_->peer.address, rewrite);
    connection.greet_pause = std::chrono::milliseconds(parse_leading_int(pause.answer.value_or("")));
  }
  return connection;
}

bool RulesetPolicy::asks(Question question) const {
  const rules::RuleEngine& engine = *context_->site->rules;
  switch (question) {
    case Question::hello: return false;
    case Question::data: return engine.has_ruleset("check_data");
    case Question::other: return engine.has_ruleset("check_other");
    case Question::verify: case Question::expand: case Question::etrn: return true;
  }
  return true;
}

Verdict RulesetPolicy::hello(const smtp::server::Hello&) { return {}; }

Verdict RulesetPolicy::parse_sender(const smtp::server::Sender& sender) {
  const std::string& address = sender.address;
  context_->restart_envelope();
  recipient_named_ = false;
  parsed_ = {};
  if (address != "<>") {
    auto rewrite = context_->rewrite_context();
    parsed_ = context_->site->rules->resolve(address, rules::AddressRole::envelope_sender, rewrite);
    if (parsed_.temporary_failure) context_->envelope->status_message = parsed_.message;
    if (auto refusal = syntax_refusal(parsed_, address)) return Verdict(*refusal);
  }
  // From here on the envelope has a sender: the log shows it, whatever becomes of the command.
  context_->envelope->sender = address;
  macros::MacroScope& scope = context_->envelope->macros;
  scope.set("r", sender.protocol);
  scope.set("s", outside_text(sender.hello_name.empty() ? context_->peer.name : sender.hello_name));
  set_sender_macros(*context_, address, parsed_);
  if (parsed_.kind != rules::ResolvedAddress::Kind::error || parsed_.temporary_failure) return {};
  Reply reply = error_reply(parsed_, address);
  context_->log(4, log::Priority::notice, address + "... " + parsed_.text);
  return Verdict(reply);
}

// AUTH= of MAIL: who submitted the message first, or nobody where we do not believe the client (RFC 4954, section 5).
std::string RulesetPolicy::believed_auth_sender(const std::string& value) {
  const std::string nobody = "<>";
  if (value == nobody) return nobody;
  context_->envelope->macros.set("auth_author", outside_text(xtext_decode(value).value_or("")));
  return ask({"trust_auth", value, std::nullopt, "", true, 4}).refused() ? nobody : value;
}

void RulesetPolicy::set_envelope_parameters(const smtp::server::Sender& sender) {
  message::Envelope& envelope = *context_->envelope;
  const smtp::MailParameters& parameters = sender.parameters;
  envelope.sender_mailer = parsed_.mailer;
  envelope.message_size = static_cast<int64_t>(parameters.size.value_or(0));
  set_mail_parameters(envelope, parameters);
  if (envelope.auth_sender) envelope.auth_sender = believed_auth_sender(*envelope.auth_sender);
  macros::MacroScope& scope = envelope.macros;
  scope.set("msg_size", std::to_string(envelope.message_size));
  scope.set("nrcpts", "0");
}

Verdict RulesetPolicy::judge_sender(const smtp::server::Sender& sender) {
  const config::Options& options = context_->site->options();
  set_envelope_parameters(sender);
  if (!sender.hello_was_given && options.privacy_options.has(config::Privacy::authwarnings) &&
      !context_->on_standard_input) {
    authentication_warning(*context_, context_->peer.shown + " didn't use HELO protocol");
  }
  if (context_->on_standard_input && options.privacy_options.has(config::Privacy::authwarnings) && getuid() != 0) {
    authentication_warning(*context_, fmt::format("{} owned process doing -bs",
                                                  context_->peer.shown.substr(0, context_->peer.shown.find('@'))));
  }
  Verdict verdict = ask({"check_mail", sender.address, std::nullopt, sender.address, true, 4, true});
  if (verdict.refused()) return verdict;
  if (parsed_.mailer != nullptr && parsed_.mailer->flags.has('w') && !parsed_.user.empty()) {
    auto user = delivery::find_user(parsed_.user);
    if (user && *user) {
      message::ControllingUser controller;
      controller.user = (*user)->name;
      controller.uid = (*user)->uid;
      controller.gid = (*user)->gid;
      controller.alias = sender.address;
      context_->envelope->sender_user = controller;
    }
  }
  auto maximum = static_cast<uint64_t>(options.max_message_size);
  if (maximum > 0 && sender.parameters.size.value_or(0) > maximum) {
    return Verdict(smtp::reply::size_over_fixed_maximum(maximum));
  }
  auto needed = static_cast<int64_t>(sender.parameters.size.value_or(0));
  if (!context_->spool->paths().has_space(0, needed, options.min_free_blocks)) {
    return Verdict(smtp::reply::no_disk_space());
  }
  return verdict;
}

Verdict RulesetPolicy::judge_data(size_t recipients) {
  return ask({"check_data", std::to_string(recipients), std::nullopt, "", true, 4});
}

void RulesetPolicy::transaction_aborted(const std::string& reason) {
  message::Envelope& envelope = *context_->envelope;
  if (!envelope.sender.empty()) context_->log_sender();
  if (!reason.empty()) {
    for (const message::Recipient& recipient : envelope.recipients) {
      context_->log(10, log::Priority::info, delivery::aborted_line(envelope, recipient, reason));
    }
  }
  context_->begin_envelope();
}

Reply RulesetPolicy::verify(const std::string& argument) {
  Verdict verdict = ask({"check_vrfy", argument, std::nullopt, "", false, 4});
  if (verdict.refused()) return verdict.reply;
  auto rewrite = context_->rewrite_context();
  auto resolved = context_->site->rules->resolve(argument, rules::AddressRole::envelope_recipient, rewrite);
  if (resolved.temporary_failure) return smtp::reply::try_again_later();
  if (resolved.kind == rules::ResolvedAddress::Kind::error) return error_reply(resolved, argument);
  bool local = resolved.mailer != nullptr && resolved.mailer->flags.has('w');
  if (local) {
    auto user = delivery::find_user(resolved.user);
    if (!user) return smtp::reply::try_again_later();
    if (!*user) return smtp::reply::user_unknown(argument);
    return Reply(250, smtp::EnhancedCode{2, 1, 5},
                 fmt::format("{} <{}@{}>", (*user)->full_name, resolved.user, context_->site->macro("j")));
  }
  return Reply(252, smtp::EnhancedCode{2, 1, 5}, "<" + delivery::bare_address(argument) + ">");
}

Reply RulesetPolicy::expand(const std::string& argument) {
  Verdict verdict = ask({"check_expn", argument, std::nullopt, "", false, 4});
  if (verdict.refused()) return verdict.reply;
  return verify(argument);
}

Reply RulesetPolicy::etrn(const std::string& argument) {
  Verdict verdict = ask({"check_etrn", argument, std::nullopt, "", false, 4});
  if (verdict.refused()) return verdict.reply;
  auto group = delivery::group_of_node(argument);
  if (group && !context_->spool->paths().find_group(*group))
    return Reply(459, smtp::EnhancedCode{4, 5, 4}, "Queue " + std::string(*group) + " unknown");
  if (!services_.run_queue_for)
    return Reply(458, smtp::EnhancedCode{4, 0, 0}, "Unable to queue messages for node " + argument);
  services_.run_queue_for(argument);
  std::string what = group ? "queue group " + std::string(*group) : "node " + argument;
  return Reply(250, smtp::EnhancedCode{2, 0, 0}, "Queuing for " + what + " started");
}

Verdict RulesetPolicy::other(const std::string& line, int expected_code) {
  return ask({"check_other", line, std::to_string(expected_code), "", false, 4});
}

void RulesetPolicy::verbose() {}

std::shared_ptr<const net::TlsContext> RulesetPolicy::tls_context() { return services_.tls; }

Verdict RulesetPolicy::tls_started(const net::TlsFacts& facts) {
  delivery::set_tls_macros(context_->site->options(), &facts, context_->connection);
  context_->tls = true;
  delivery::log_tls_session(*context_->site, net::TlsRole::server, context_->peer.shown, facts);
  return ask({"tls_client", facts.verify, "STARTTLS", "", false, 6});
}

std::shared_ptr<smtp::SaslServer> RulesetPolicy::sasl_server() {
  if (!offer_auth_ || !services_.make_sasl) return nullptr;
  return services_.make_sasl(*context_);
}

void RulesetPolicy::authenticated(const smtp::SaslFacts& facts) {
  macros::MacroScope& scope = context_->connection;
  scope.set("auth_type", facts.mechanism);
  scope.set("auth_authen", outside_text(facts.identity));
  scope.set("auth_author", outside_text(facts.authorization));
  scope.set("auth_ssf", facts.ssf > 0 ? std::to_string(facts.ssf) : "");
  context_->authenticated = true;
  context_->log_plain(9, log::Priority::info,
                      fmt::format("AUTH=server, relay={}, authid={}, mech={}, bits={}", context_->peer.shown,
                                  facts.identity, facts.mechanism, facts.ssf));
}

}  // namespace sm::daemon
