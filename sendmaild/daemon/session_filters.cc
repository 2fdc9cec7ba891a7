// See the header. Nothing is asked about a message that is to be discarded.
#include "sendmaild/daemon/session_filters.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "sendmaild/daemon/envelope_parts.h"
#include "sendmaild/daemon/filter_reply.h"
#include "sendmaild/daemon/filter_specs.h"
#include "sendmaild/daemon/message_editor.h"
#include "sendmaild/daemon/outside_text.h"

namespace sm::daemon {

using milter::Verdict;
using smtp::EnhancedCode;
using smtp::Reply;
using smtp::server::SessionVerdict;

namespace {

Reply rejected(int code) { return Reply(code, EnhancedCode{5, 7, 1}, std::string("Command rejected")); }

Reply plain_closing() { return Reply(421, EnhancedCode{4, 3, 0}, std::string("closing connection")); }

SessionVerdict session_verdict(SessionVerdict::Kind kind, Reply reply) {
  SessionVerdict verdict;
  verdict.kind = kind;
  verdict.reply = std::move(reply);
  return verdict;
}

SessionVerdict refused_session() {
  return session_verdict(SessionVerdict::Kind::refuse, Reply(550, EnhancedCode{5, 0, 0}, std::string("Command rejected")));
}

// All filters of the session, with their sockets. On the lookup pool.
std::vector<milter::FilterSpec> specs_for(const SessionContext& context) {
  std::vector<milter::FilterSpec> specs;
  for (const config::MilterSpec* filter : chosen_filters(*context.site->config, context.port))
    specs.push_back(filter_spec(*filter, *context.site->opener));
  return specs;
}

}  // namespace

SessionFilters::SessionFilters(std::shared_ptr<SessionContext> context, FilterServices services)
    : context_(std::move(context)), services_(services) {}

std::optional<std::string> SessionFilters::macro(const std::string& name) {
  std::string_view bare = name;
  if (bare.starts_with('{') && bare.ends_with('}')) bare = bare.substr(1, bare.size() - 2);
  macros::MacroScope& scope = context_->scope();
  if (scope.find(bare) == nullptr) return std::nullopt;
  return scope.value(bare);
}

void SessionFilters::log(int level, log::Priority priority, const std::string& text) {
  const config::Options& options = context_->site->options();
  if (options.milter_log_level.value_or(options.log_level) > level) log::write(priority, context_->queue_id(), text);
}

Reply SessionFilters::closing_connection() const {
  return Reply(421, EnhancedCode{4, 7, 0}, context_->site->macro("j") + " closing connection");
}

net::Task<void> SessionFilters::look_up() {
  auto job = [context = context_] { return specs_for(*context); };
  std::vector<milter::FilterSpec> specs = co_await services_.lookup.run(std::move(job));
  milter::Host& host = *this;
  chain_ = std::make_unique<milter::FilterChain>(std::move(specs), macro_lists(context_->site->options()), host,
                                                 services_.loop);
}

net::Task<SessionVerdict> SessionFilters::connect() {
  co_await look_up();
  Verdict verdict = co_await chain_->open();
  if (verdict.stops()) {
    co_await quit();
    co_return opened(verdict);
  }
  note(9, "Milter: connect to filters");
  milter::Peer peer;
  peer.name = context_->peer.name;
  peer.address = context_->peer_address;
  peer.shown = context_->peer.address;
  verdict = co_await chain_->connect(std::move(peer));
  if (!verdict.stops()) co_return SessionVerdict();
  co_await quit();
  note(9, "Milter: connect, ending");
  co_return connected(verdict);
}

SessionVerdict SessionFilters::opened(const Verdict& verdict) {
  const std::string failed = "Milter: initialization failed, ";
  switch (verdict.kind) {
    case Verdict::Kind::tempfail:
      note(3, failed + "temp failing commands");
      return session_verdict(SessionVerdict::Kind::try_later, Reply());
    case Verdict::Kind::close:
      note(3, failed + "closing connection");
      return session_verdict(SessionVerdict::Kind::close, closing_connection());
    default: break;
  }
  note(3, failed + "rejecting commands");
  return refused_session();
}

// A filter's own text only decides how hard the refusal is.
SessionVerdict SessionFilters::connected(const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::discard) return {};
  std::string line = fmt::format("Milter: connect: host={}, addr={}, ", context_->peer.name, context_->peer.address);
  bool closes = verdict.kind == Verdict::Kind::close || verdict.text.starts_with("421 ");
  if (closes) {
    note(3, line + "shutdown");
    return session_verdict(SessionVerdict::Kind::close, closing_connection());
  }
  if (verdict.kind == Verdict::Kind::tempfail || verdict.text.starts_with('4')) {
    note(3, line + "temp failing commands");
    return session_verdict(SessionVerdict::Kind::try_later, Reply());
  }
  note(3, line + "rejecting commands");
  return refused_session();
}

net::Task<SessionVerdict> SessionFilters::hello(std::string name) {
  if (!chain_) co_return SessionVerdict();
  Verdict verdict = co_await chain_->hello(name);
  // A session that is refused has nothing to filter.
  bool is_refused = verdict.stops() && verdict.kind != Verdict::Kind::discard;
  if (is_refused) co_await quit();
  std::string line = fmt::format("Milter: helo={}, reject=", name);
  switch (verdict.kind) {
    case Verdict::Kind::proceed: case Verdict::Kind::discard: co_return SessionVerdict();
    case Verdict::Kind::reject:
      note(3, line + "Command rejected");
      co_return refused_session();
    case Verdict::Kind::tempfail:
      note(3, line + smtp::reply::try_again_later().first_line());
      co_return session_verdict(SessionVerdict::Kind::try_later, Reply());
    case Verdict::Kind::close:
      note(3, line + closing_connection().first_line());
      co_return session_verdict(SessionVerdict::Kind::close, closing_connection());
    case Verdict::Kind::reply: break;
  }
  note(3, line + verdict.text);
  Reply reply = filter_reply(verdict.text, "");
  SessionVerdict::Kind kind = reply.closes() ? SessionVerdict::Kind::close : SessionVerdict::Kind::refuse;
  co_return session_verdict(kind, std::move(reply));
}

smtp::server::Verdict SessionFilters::answer(const Verdict& verdict, const Wording& wording) {
  std::string line = fmt::format("Milter: {}, ", wording.label);
  Reply reply;
  switch (verdict.kind) {
    case Verdict::Kind::proceed: return {};
    case Verdict::Kind::discard:
      note(3, line + "discard");
      context_->envelope->discarded = true;
      return smtp::server::Verdict::discard();
    case Verdict::Kind::reject:
      note(3, fmt::format("{}reject={}", line, wording.rejection.first_line()));
      reply = smtp::reply::about(wording.about, wording.rejection.code, wording.rejection.enhanced,
                                 wording.rejection.lines.front());
      break;
    case Verdict::Kind::tempfail:
      reply = smtp::reply::try_again_later();
      note(3, fmt::format("{}reject={}", line, reply.first_line()));
      break;
    case Verdict::Kind::close:
      reply = wording.closing;
      note(3, line + (wording.about.empty() ? "reject=" + reply.first_line() : "reject=421, errormode=4"));
      break;
    case Verdict::Kind::reply:
      reply = filter_reply(verdict.text, wording.about);
      note(3, fmt::format("{}reject={}", line, verdict.text));
      break;
  }
  return smtp::server::Verdict(reply);
}

net::Task<smtp::server::Verdict> SessionFilters::sender(std::vector<std::string> arguments) {
  if (!chain_ || context_->envelope->discarded) co_return smtp::server::Verdict();
  recipients_before_ = 0;
  std::string address = arguments.front();
  note(14, "Milter: sender: " + address);
  Verdict verdict = co_await chain_->sender(std::move(arguments));
  if (verdict.kind == Verdict::Kind::reject) note(10, "Milter: reject, sender");
  Wording wording{"from=" + address, rejected(550), plain_closing(), address};
  co_return answer(verdict, wording);
}

// What there is to say about a recipient that was refused before filters are asked.
void SessionFilters::set_recipient_macros(const std::string& address, const Reply& refusal) {
  if (!refusal.is_set()) return;
  macros::MacroScope& scope = context_->scope();
  std::string text = refusal.first_line();
  std::string about = shortened(address) + "... ";
  size_t at = text.find(about);
  if (at != std::string::npos) text.erase(at, about.size());
  scope.set("rcpt_mailer", "error");
  scope.set("rcpt_host", refusal.enhanced.text());
  scope.set("rcpt_addr", outside_text(text));
}

void SessionFilters::take_back_recipient() {
  message::Envelope& envelope = *context_->envelope;
  if (envelope.recipients.size() <= recipients_before_) return;
  envelope.recipients.pop_back();
  count_recipients(envelope);
}

net::Task<smtp::server::Verdict> SessionFilters::recipient(std::vector<std::string> arguments, Reply refusal) {
  if (!chain_ || context_->envelope->discarded) co_return smtp::server::Verdict();
  std::string address = arguments.front();
  note(14, "Milter: rcpts: " + address);
  set_recipient_macros(address, refusal);
  Verdict verdict = co_await chain_->recipient(std::move(arguments), refusal.is_set());
  Wording wording{"to=" + address, rejected(550), plain_closing(), address};
  smtp::server::Verdict answered = answer(verdict, wording);
  if (answered.refused() && !answered.reply.closes()) take_back_recipient();
  recipients_before_ = context_->envelope->recipients.size();
  for (const char* name : {"rcpt_mailer", "rcpt_host", "rcpt_addr"}) context_->scope().unset(name);
  co_return answered;
}

net::Task<smtp::server::Verdict> SessionFilters::data() {
  if (!chain_ || context_->envelope->discarded) co_return smtp::server::Verdict();
  Verdict verdict = co_await chain_->data();
  Wording wording{"cmd=data", rejected(550), closing_connection(), ""};
  co_return answer(verdict, wording);
}

net::Task<smtp::server::Verdict> SessionFilters::unknown(std::string line) {
  if (!chain_ || context_->envelope->discarded) co_return smtp::server::Verdict();
  note(9, fmt::format("Sending \"{}\" to Milter", line));
  Verdict verdict = co_await chain_->unknown_command(line);
  Wording wording{"unknown=" + line, rejected(550), plain_closing(), ""};
  co_return answer(verdict, wording);
}

net::Task<smtp::server::Verdict> SessionFilters::message() {
  Verdict verdict;
  if (chain_ && !context_->envelope->discarded) {
    auto log_edit = [this](int level, const std::string& text) { note(level, text); };
    MessageEditor editor(context_, services_.lookup, services_.disk, std::move(log_edit));
    verdict = co_await chain_->message(editor);
  }
  if (!verdict.stops()) note(9, "Milter accept: message");
  if (verdict.kind == Verdict::Kind::reject) note(10, "Milter: reject, data");
  Wording wording{"data", rejected(554), closing_connection(), ""};
  co_return answer(verdict, wording);
}

net::Task<void> SessionFilters::abort() {
  if (chain_) co_await chain_->abort();
}

net::Task<void> SessionFilters::quit() {
  if (chain_) co_await chain_->quit();
  chain_.reset();
}

void SessionFilters::close() {
  if (chain_) chain_->close();
  chain_.reset();
}

std::shared_ptr<smtp::server::Filters> make_filters(const std::shared_ptr<SessionContext>& context,
                                                    FilterServices services) {
  if (chosen_filters(*context->site->config, context->port).empty()) return nullptr;
  return std::make_shared<SessionFilters>(context, services);
}

}  // namespace sm::daemon
