// AUTH (RFC 4954): the exchange of a SASL conversation that somebody else leads. Lines of the exchange are never logged.
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/smtp/base64.h"
#include "sendmaild/smtp/sasl_stream.h"
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

constexpr size_t kMechanismShown = 32;

}  // namespace

// The list depends on the encryption in force.
net::Task<void> Conversation::refresh_mechanisms() {
  if (!sasl_) co_return;
  int bits = tls_ ? tls_facts_.cipher_bits : 0;
  std::string external = tls_ && tls_facts_.verify == "OK" ? tls_facts_.cert_subject : std::string();
  struct Offer {
    std::vector<std::string> mechanisms;
    size_t known = 0;
  };
  auto question = [sasl = sasl_, bits, external] {
    if (bits > 0) sasl->tls_started(bits, external);
    Offer offer;
    offer.mechanisms = sasl->mechanisms();
    offer.known = sasl->known_mechanisms();
    return offer;
  };
  Offer offer = co_await ask(std::move(question));
  mechanisms_ = std::move(offer.mechanisms);
  auth_noise_.set_limit(offer.known + 1);
}

net::Task<Reply> Conversation::on_auth(Command command) {
  if (!sasl_ || mechanisms_.empty()) co_return Reply(503, {5, 3, 3}, std::string("AUTH not available"));
  if (authenticated_) co_return Reply(503, {5, 5, 0}, std::string("Already Authenticated"));
  if (transaction_) co_return Reply(503, {5, 5, 0}, std::string("AUTH not permitted during a mail transaction"));
  Reply braked = co_await brake(auth_noise_, "AUTH");
  if (braked.is_set()) co_return braked;
  std::vector<std::string_view> arguments = words(command.argument);
  if (arguments.empty()) co_return Reply(501, {5, 5, 2}, std::string("AUTH mechanism must be specified"));
  std::string mechanism = ascii::upper(arguments[0]);
  if (std::find(mechanisms_.begin(), mechanisms_.end(), mechanism) == mechanisms_.end())
    co_return Reply(504, {5, 3, 3},
                    fmt::format("AUTH mechanism {} not available", shortened(arguments[0], kMechanismShown)));
  std::optional<std::string> initial;
  if (arguments.size() > 1) {
    initial = arguments[1] == "=" ? std::optional<std::string>(std::string()) : base64_decode(arguments[1]);
    if (!initial) {
      // The number is the SASL library's: SASL_CONTINUE for what could go on, SASL_BADPROT for what could not.
      int code = arguments[1].size() % 4 != 0 ? 1 : -5;
      log(5, log::Priority::warning,
          fmt::format("AUTH decode64 error [{} for \"{}\"], relay={}", code, shortened(arguments[1]), connection_.client));
      co_return Reply(501, {5, 5, 4}, fmt::format("cannot BASE64 decode '{}'", shortened(arguments[1])));
    }
  }
  co_return co_await exchange(std::move(mechanism), std::move(initial));
}

net::Task<Reply> Conversation::exchange(std::string mechanism, std::optional<std::string> initial) {
  auto first = [sasl = sasl_, mechanism, initial] { return sasl->start(mechanism, initial); };
  SaslStep step = co_await ask(std::move(first));
  while (step.state == SaslStep::State::challenge) {
    co_await send(Reply(334, base64_encode(step.data)));
    co_await flush();
    stream_->set_deadline(limits_.auth_timeout);
    net::LineBuffer::Line line = co_await lines_.read_line(kAuthLineLength);
    if (line.end != net::LineBuffer::End::line) {
      over_ = true;
      co_return Reply();
    }
    if (line.text == "*") co_return Reply(501, {5, 0, 0}, std::string("AUTH aborted"));
    auto response = base64_decode(line.text);
    if (!response) {
      co_return Reply(501, {5, 5, 4}, fmt::format("cannot decode AUTH parameter {}", shortened(line.text)));
    }
    auto next = [sasl = sasl_, response = *response] { return sasl->step(response); };
    step = co_await ask(std::move(next));
  }
  if (step.state == SaslStep::State::success) co_return co_await authentication_succeeded();
  log_auth_failure(mechanism, step.detail);
  co_return Reply(535, {5, 7, 0}, std::string("authentication failed"));
}

net::Task<Reply> Conversation::authentication_succeeded() {
  struct Outcome {
    SaslFacts facts;
    std::shared_ptr<SaslLayer> layer;
  };
  auto question = [sasl = sasl_, policy = policy_] {
    Outcome outcome;
    outcome.facts = sasl->facts();
    outcome.layer = sasl->layer();
    policy->authenticated(outcome.facts);
    return outcome;
  };
  Outcome outcome = co_await ask(std::move(question));
  authenticated_ = true;
  Reply welcome(235, {2, 0, 0}, std::string("OK Authenticated"));
  co_await send(std::move(welcome));
  co_await flush();
  if (outcome.facts.ssf > 0 && outcome.layer) {
    stream_ = std::make_unique<SaslStream>(std::move(stream_), std::move(outcome.layer));
    lines_ = net::LineBuffer(*stream_);
    hello_noise_.reset();
  }
  co_return Reply();
}

void Conversation::log_auth_failure(const std::string& mechanism, const std::string& detail) {
  log(8, log::Priority::warning,
      fmt::format("AUTH failure ({}): {}, relay={}", mechanism, detail, connection_.client));
}

}  // namespace sm::smtp::server
