// STARTTLS (RFC 3207) and AUTH (RFC 4954) from the client's side.
#include <cerrno>

#include "sendmaild/smtp/base64.h"
#include "sendmaild/smtp/client/dialogue_state.h"
#include "sendmaild/smtp/sasl_stream.h"

namespace sm::smtp::client {
namespace {

constexpr size_t kMaxSteps = 50;  // challenges of one mechanism

template <typename F>
net::Task<SaslStep> run_step(net::BlockingPool& pool, F step) {
  return pool.run(std::move(step));
}

void remove(std::vector<std::string>& list, const std::string& name) {
  std::erase(list, name);
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
  } catch (const net::DeadlinePassed&) {
    outcome.failure = "timeout";
  } catch (const net::StreamError& error) {
    outcome.failure = error.what();
  }
  if (!outcome.facts) state.lost(Answer::Kind::failed, EPROTO);
  co_return outcome;
}

net::Task<AuthOutcome> Dialogue::authenticate(std::shared_ptr<SaslClient> sasl, net::BlockingPool& pool) {
  State& state = *state_;
  AuthOutcome outcome;
  std::vector<std::string> offered = state.extensions.auth_mechanisms;
  seconds timeout = state.options.timeouts.auth;
  while (!offered.empty()) {
    auto first = [sasl, offered] { return sasl->start(offered); };
    SaslStep step = co_await run_step(pool, std::move(first));
    if (step.state == SaslStep::State::unavailable) {
      outcome.state = AuthOutcome::State::temporary;
      co_return outcome;
    }
    if (step.state == SaslStep::State::failure) co_return outcome;
    outcome.facts = sasl->facts();
    const std::string mechanism = outcome.facts.mechanism;
    std::string line = "AUTH " + mechanism;
    if (step.has_data) line += " " + (step.data.empty() ? std::string("=") : base64_encode(step.data));
    bool sent = co_await state.send_line(line, timeout, "AUTH " + mechanism);
    outcome.answer = state.loss;
    if (sent) outcome.answer = co_await state.read_reply(timeout);
    for (size_t n = 0; outcome.answer.code == 334 && n < kMaxSteps; ++n) {
      auto challenge = base64_decode(outcome.answer.text);
      std::string reply = "*";
      if (challenge) {
        auto next = [sasl, text = *challenge] { return sasl->step(text); };
        step = co_await run_step(pool, std::move(next));
        if (step.state != SaslStep::State::failure && step.state != SaslStep::State::unavailable)
          reply = base64_encode(step.data);
      }
      sent = co_await state.send_line(reply, timeout, "AUTH dialogue");
      outcome.answer = state.loss;
      if (sent) outcome.answer = co_await state.read_reply(timeout);
    }
    if (outcome.answer.ok()) break;
    outcome.state = AuthOutcome::State::refused;
    if (outcome.answer.lost()) {
      outcome.state = AuthOutcome::State::temporary;
      co_return outcome;
    }
    remove(offered, mechanism);
  }
  if (!outcome.answer.ok()) co_return outcome;
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
