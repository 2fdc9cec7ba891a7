// The session's frame: open, read a line, check it, dispatch, reply, until somebody ends it. The one place where the
// exceptions of a session end.
#include "sendmaild/smtp/server/session.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/net/timer.h"
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {

Conversation::Conversation(SessionParts parts)
    : parts_(std::move(parts)),
      stream_(std::move(parts_.stream)),
      lines_(*stream_),
      policy_(parts_.policy),
      sink_(parts_.sink),
      filters_(parts_.filters),
      limits_(parts_.limits),
      noop_noise_(parts_.limits.noop_commands) {}

net::Task<SessionSummary> Conversation::run() {
  bool failed = false;
  bool busy = false;
  try {
    bool is_open = co_await open();
    if (is_open) co_await converse();
  } catch (const net::StreamError& lost) {
    failed = true;
    if (lost.error == ETIMEDOUT)
      log(1, log::Priority::notice,
          fmt::format("timeout waiting for input from {} during server cmd read", connection_.client_name));
  } catch (const net::TlsFailed& failure) {
    failed = true;
    policy_->log(5, log::Priority::warning, Policy::LogScope::connection,
                 fmt::format("STARTTLS=server, error: accept failed=-1, reason={}, SSL_error={}, errno={}, retry=-1, "
                             "relay={}", failure.what(), failure.ssl_error, failure.error, connection_.client));
  } catch (const net::PoolBusy& overload) {
    busy = true;
    // A question that is still being answered owns the policy: nothing further is asked, the destructor cleans up.
    if (overload.started) forget_transaction();
    log(0, log::Priority::warning, fmt::format("session of {} ended: {}", connection_.client, overload.what()));
  }
  if (busy) {
    try {
      Reply reply(421, {4, 3, 2}, fmt::format("{} closing connection", connection_.hostname));
      co_await send(std::move(reply));
      co_await flush();
    } catch (const net::StreamError&) {
      failed = true;
    }
  }
  if (failed) summary_.end = SessionSummary::End::lost;
  bool says_goodbye = filters_ && !busy && summary_.end != SessionSummary::End::lost;
  if (says_goodbye) co_await filters_->quit();
  note_end();
  abort_transaction("");
  if (filters_) filters_->close();
  stream_->close();
  co_return summary_;
}

net::Task<bool> Conversation::open() {
  stream_->set_deadline(limits_.command_timeout);
  bool welcome = co_await connect();
  if (!welcome) co_return false;
  if (parts_.tls_first) {
    bool encrypted = co_await handshake();
    if (!encrypted) co_return false;
  }
  co_await refresh_mechanisms();
  bool greeted = co_await greet();
  co_return greeted;
}

net::Task<void> Conversation::converse() {
  while (!over_) {
    if (!lines_.has_buffered() || output_.size() > kOutputLimit) co_await flush();
    stream_->set_deadline(limits_.command_timeout);
    net::LineBuffer::Line line = co_await lines_.read_line(kAuthLineLength);
    if (line.end == net::LineBuffer::End::end_of_input) {
      summary_.end = SessionSummary::End::lost;
      co_return;
    }
    Reply violation = line_violation(line.text);
    if (violation.is_set()) {
      co_await send(violation);
      break;
    }
    Command command = parse_command(line.text);
    if (command.verb != Verb::auth) log(14, log::Priority::info, "<-- " + command.line);
    Reply reply = co_await answer(std::move(command));
    first_command_ = false;
    if (reply.is_set()) co_await send(std::move(reply));
  }
  co_await flush();
}

// dispatch(), with the pool's refusal of work turned into a temporary refusal of the command.
net::Task<Reply> Conversation::answer(Command command) {
  try {
    Reply reply = co_await dispatch(std::move(command));
    co_return reply;
  } catch (const net::PoolBusy& overload) {
    // A question that is still running must not be followed by another; message data must not be taken for commands.
    if (overload.started || collecting_) throw;
    log(0, log::Priority::warning, fmt::format("{}: {}", connection_.client, overload.what()));
  }
  co_return reply::try_again_later();
}

Reply Conversation::line_violation(const std::string& line) {
  bool is_auth = parse_command(line).verb == Verb::auth;
  if (line.size() > kCommandLength && !(is_auth && line.size() < kAuthLineLength)) {
    log(-1, log::Priority::info,
        fmt::format("{}: SMTP violation, input too long: {}", connection_.client, line.size()));
    return own(421, {4, 7, 0}, fmt::format("Command too long, possible attack {}", connection_.client));
  }
  bool watch_http = first_command_ || connection_.features.drop_http_any_time;
  if (watch_http && is_http_command(line)) {
    log(-1, log::Priority::info,
        fmt::format("{}: probable open proxy: command={}", connection_.client, (line + "\\r\\n").substr(0, 40)));
    std::string text = first_command_ ? "Rejecting open proxy " : "HTTP command ";
    return own(421, {4, 7, 0}, text + connection_.client);
  }
  return Reply();
}

// While the session is refused: QUIT, HELO, EHLO, NOOP, RSET and unknown commands work as ever.
std::optional<Reply> Conversation::refusal_of_session(const Command& command) {
  if (!refused_) return std::nullopt;
  switch (command.verb) {
    case Verb::quit: case Verb::helo: case Verb::ehlo: case Verb::noop: case Verb::rset: case Verb::unknown:
    case Verb::logged_unknown:
      return std::nullopt;
    default: break;
  }
  Reply too_many = count_bad_command();
  return too_many.is_set() ? too_many : *refused_;
}

// While filters cannot be asked and must be: what changes something or tells something waits.
std::optional<Reply> Conversation::temporary_refusal(const Command& command) {
  if (!try_later_) return std::nullopt;
  const std::string later = "Please try again later";
  Reply reply;
  switch (command.verb) {
    case Verb::mail: case Verb::etrn: reply = reply::try_again_later(); break;
    case Verb::auth: reply = Reply(454, {4, 3, 0}, later); break;
    case Verb::starttls:
      if (!connection_.features.announce.starttls) return std::nullopt;
      reply = Reply(454, {4, 7, 0}, later);
      break;
    case Verb::vrfy: case Verb::expn: reply = Reply(550, {5, 7, 1}, later); break;
    default: return std::nullopt;
  }
  log(9, log::Priority::info,
      fmt::format("SMTP {} command ({}) from {} tempfailed (due to previous checks)", ascii::upper(command.verb_text),
                  shortened(command.argument), connection_.client));
  return reply;
}

net::Task<Reply> Conversation::dispatch(Command command) {
  last_verb_ = ascii::lower(command.verb_text);
  summary_.did_something |= command.verb == Verb::mail || command.verb == Verb::expn || command.verb == Verb::vrfy ||
                            command.verb == Verb::etrn;
  if (connection_.features.punish_pipelining && lines_.has_input()) {
    if (pipelining_logged_++ < 2)
      log(5, log::Priority::info, "unauthorized PIPELINING, sleeping, relay=" + connection_.client);
    co_await wait(std::chrono::seconds(1));
  }
  co_await delay_for_load(command.verb_text);
  if (auto refusal = refusal_of_session(command)) co_return *refusal;
  if (auto refusal = temporary_refusal(command)) co_return *refusal;
  switch (command.verb) {
    case Verb::helo:
    case Verb::ehlo: co_return co_await on_hello(std::move(command));
    case Verb::mail: co_return co_await on_mail(std::move(command));
    case Verb::rcpt: co_return co_await on_rcpt(std::move(command));
    case Verb::data: co_return co_await on_data();
    case Verb::rset: co_return co_await on_rset();
    case Verb::quit: co_return co_await on_quit();
    case Verb::vrfy: co_return co_await on_vrfy(std::move(command));
    case Verb::expn: co_return co_await on_expn(std::move(command));
    case Verb::etrn: co_return co_await on_etrn(std::move(command));
    case Verb::help: co_return co_await on_help(std::move(command));
    case Verb::noop: co_return co_await on_noop(std::move(command));
    case Verb::verb: co_return co_await on_verb(std::move(command));
    case Verb::auth: co_return co_await on_auth(std::move(command));
    case Verb::starttls: co_return co_await on_starttls(std::move(command));
    case Verb::not_implemented:
    case Verb::logged_unknown:
    case Verb::unknown: break;
  }
  co_return co_await on_unknown(std::move(command));
}

net::Task<void> Conversation::send(Reply reply) {
  if (limits_.soft_bounce && reply.is_permanent()) {
    reply.code -= 100;
    if (reply.enhanced.status_class == 5) reply.enhanced.status_class = 4;
  }
  log(14, log::Priority::info, "--- " + reply.first_line());
  output_ += reply.wire();
  if (reply.closes()) {
    over_ = true;
    summary_.end = SessionSummary::End::closed_by_us;
  }
  co_return;
}

net::Task<void> Conversation::flush() {
  if (output_.empty()) co_return;
  std::string bytes = std::exchange(output_, std::string());
  stream_->set_deadline(limits_.command_timeout);
  co_await stream_->write(std::move(bytes));
}

net::Task<void> Conversation::wait(std::chrono::milliseconds duration) {
  if (duration.count() <= 0) co_return;
  co_await flush();
  if (parts_.pause) {
    co_await parts_.pause(duration);
  } else {
    co_await net::sleep_for(*parts_.loop, duration);
  }
}

void Conversation::note_end() {
  if (end_noted_) return;
  const std::string& daemon = connection_.daemon_name;
  if (summary_.end == SessionSummary::End::lost) {
    int level = transaction_ ? 1 : 19;
    log(level, log::Priority::notice,
        fmt::format("lost input channel from {} to {} after {}", connection_.client, daemon, last_verb_));
  }
  if (!summary_.did_something)
    log(5, log::Priority::info,
        fmt::format("{} did not issue MAIL/EXPN/VRFY/ETRN during connection to {}", connection_.client, daemon));
}

Reply Conversation::own(int code, EnhancedCode enhanced, const std::string& text) const {
  return Reply(code, enhanced, connection_.hostname + " " + text);
}

Reply Conversation::count_bad_command() {
  if (++bad_commands_ <= kBadCommands) return Reply();
  return own(421, {4, 7, 0}, "Too many bad commands; closing connection");
}

void Conversation::abort_transaction(const std::string& reason) {
  if (!sender_heard_) return;
  forget_transaction();
  policy_->transaction_aborted(reason);
}

net::Task<void> Conversation::abort_filters() {
  if (filters_) co_await filters_->abort();
}

void Conversation::forget_transaction() {
  transaction_.reset();
  sender_heard_ = false;
}

net::Task<void> Conversation::delay_for_load(std::string verb) {
  std::optional<LoadDelay> delay = parts_.load_delay ? parts_.load_delay() : std::nullopt;
  if (!delay) co_return;
  auto now = std::chrono::steady_clock::now();
  if (now >= next_delay_line_) {
    next_delay_line_ = now + kDelayLineInterval;
    log(8, log::Priority::info, fmt::format("delaying={}, load average={} >= {}", verb, delay->load, delay->limit));
  }
  co_await wait(std::chrono::seconds(1));
}

net::Task<Reply> Conversation::brake(NoiseCounter& counter, std::string verb) {
  std::chrono::seconds due = counter.count();
  if (counter.just_reached())
    log(5, log::Priority::info,
        fmt::format("{}: possible SMTP attack: command={}, count={}", connection_.client, shortened(verb, 40),
                    counter.counted()));
  if (limits_.limited_children && counter.is_excessive())
    co_return own(421, {4, 7, 0}, "Too many bad commands; closing connection");
  co_await wait(due);
  co_return Reply();
}

net::Task<SessionSummary> serve(SessionParts parts) {
  Conversation conversation(std::move(parts));
  SessionSummary summary = co_await conversation.run();
  co_return summary;
}

}  // namespace sm::smtp::server
