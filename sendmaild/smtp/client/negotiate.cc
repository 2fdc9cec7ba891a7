// STARTTLS (RFC 3207) and AUTH (RFC 4954) from the client's side.
#include <cerrno>

#include "lib/base/ascii.h"
#include "sendmaild/smtp/base64.h"
#include "sendmaild/smtp/client/dialogue_state.h"
#include "sendmaild/smtp/sasl_stream.h"

namespace sm::smtp::client {
namespace {

constexpr size_t kMaxSteps = 50;  // challenges of one mechanism
constexpr int kAuthenticated = 235;
constexpr int kChallenge = 334;
constexpr int kServiceClosing = 421;

template <typename F>
net::Task<SaslStep> run_step(net::BlockingPool& pool, F step) {
  return pool.run(std::move(step));
}

}  // namespace

net::Task<TlsOutcome> Dialogue::start_tls(std::shared_ptr<const net::TlsContext> context, std::string server_name) {
  State& state = *state_;
  TlsOutcome outcome;
  outcome.answer = co_await state.ask("STARTTLS", state.options.timeouts.starttls);
  if (!outcome.answer.ok()) co_return outcome;
  // Replies that came in the clear behind the 220 would be taken for the server's encrypted ones.
  if (state.lines.has_buffered()) {
    state.lost(Answer::Kind::failed, EPROTO);
    outcome.failure = "unencrypted data behind the reply to STARTTLS";
    co_return outcome;
  }
  try {
    state.stream->set_deadline(state.options.timeouts.starttls);
    outcome.facts = co_await state.stream->start_tls(std::move(context), std::move(server_name));
    state.tls = true;
    state.extensions = Extensions();
  } catch (const net::TlsFailed& failed) {
    outcome.failure = failed.what();
    outcome.ssl_error = failed.ssl_error;
    outcome.error = failed.error;
  } catch (const net::DeadlinePassed&) {
    outcome.failure = "timeout";
    outcome.error = ETIMEDOUT;
  } catch (const net::StreamError& error) {
    outcome.failure = error.what();
    outcome.error = error.error;
  }
  if (!outcome.facts) state.lost(Answer::Kind::failed, EPROTO);
  co_return outcome;
}

// The dialogue of one mechanism after its first step. The answer is the server's last.
net::Task<Answer> Dialogue::State::exchange(std::shared_ptr<SaslClient> sasl, SaslStep step, net::BlockingPool& pool) {
  seconds timeout = options.timeouts.auth;
  std::string shown = "AUTH " + sasl->facts().mechanism;
  std::string line = shown;
  if (step.has_data) line += " " + (step.data.empty() ? std::string("=") : base64_encode(step.data));
  for (size_t n = 0; n < kMaxSteps; ++n) {
    bool sent = co_await send_line(line, timeout, shown);
    if (!sent) co_return loss;
    Answer answer = co_await read_reply(timeout);
    if (answer.code != kChallenge) co_return answer;
    shown = "AUTH dialogue";
    line = "*";
    auto challenge = base64_decode(answer.text);
    if (!challenge) continue;
    auto next = [sasl, text = *std::move(challenge)] { return sasl->step(text); };
    step = co_await run_step(pool, std::move(next));
    if (step.state == SaslStep::State::challenge) line = base64_encode(step.data);
  }
  co_return lost(Answer::Kind::failed, EPROTO);
}

net::Task<AuthOutcome> Dialogue::authenticate(std::shared_ptr<SaslClient> sasl, std::vector<std::string> mechanisms,
                                              net::BlockingPool& pool) {
  State& state = *state_;
  AuthOutcome outcome;
  while (!mechanisms.empty()) {
    auto first = [sasl, mechanisms] { return sasl->start(mechanisms); };
    SaslStep step = co_await run_step(pool, std::move(first));
    if (step.state == SaslStep::State::unavailable) outcome.state = AuthOutcome::State::temporary;
    if (step.state != SaslStep::State::challenge) co_return outcome;
    outcome.answer = co_await state.exchange(sasl, std::move(step), pool);
    if (outcome.answer.code == kAuthenticated) break;
    outcome.state = outcome.answer.permanent() ? AuthOutcome::State::refused : AuthOutcome::State::temporary;
    if (outcome.answer.lost() || outcome.answer.code == kServiceClosing) co_return outcome;
    auto tried = [name = sasl->facts().mechanism](const std::string& each) { return ascii::equal_ignoring_case(each, name); };
    std::erase_if(mechanisms, tried);
  }
  if (outcome.answer.code != kAuthenticated) co_return outcome;
  outcome.state = AuthOutcome::State::authenticated;
  auto finish = [sasl] { return sasl->facts(); };
  outcome.facts = co_await pool.run(std::move(finish));
  if (outcome.facts.ssf > 0) {
    state.stream = std::make_unique<SaslStream>(std::move(state.stream), sasl->layer());
    state.lines = net::LineBuffer(*state.stream);
  }
  co_return outcome;
}

}  // namespace sm::smtp::client
