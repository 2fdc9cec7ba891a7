// The opening of a session: the policy's word about the peer, the pause before the greeting, the greeting itself.
#include <fmt/format.h>

#include "lib/base/text.h"
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

// "host rest" becomes "host ESMTP rest"; lines after the first lose leading blanks.
std::vector<std::string> greeting_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::string_view line : split(trim_right(text), '\n')) lines.emplace_back(lines.empty() ? trim_right(line) : trim(line));
  // A text that begins with a blank has an empty host.
  std::string& first = lines.front();
  size_t blank = first.find(' ');
  if (blank == std::string::npos) {
    first += " ESMTP";
  } else {
    first.insert(blank, " ESMTP");
  }
  return lines;
}

}  // namespace

// False: the session is over already.
net::Task<bool> Conversation::connect() {
  auto question = [policy = policy_] { return policy->connect(); };
  connection_ = co_await ask(std::move(question));
  refused_ = connection_.refusal;
  if (refused_ && refused_->closes()) {
    co_await send(*refused_);
    co_await flush();
    co_return false;
  }
  auto make_sasl = [policy = policy_] { return policy->sasl_server(); };
  sasl_ = co_await ask(std::move(make_sasl));
  if (filters_ && !refused_) co_await connect_filters();
  if (refused_ && refused_->closes()) {
    co_await send(*refused_);
    co_await flush();
    co_return false;
  }
  co_return true;
}

net::Task<void> Conversation::connect_filters() {
  SessionVerdict verdict = co_await filters_->connect();
  switch (verdict.kind) {
    case SessionVerdict::Kind::proceed: break;
    case SessionVerdict::Kind::try_later: try_later_ = true; break;
    case SessionVerdict::Kind::refuse: connection_.refuse_greeting = true; [[fallthrough]];
    case SessionVerdict::Kind::close: refused_ = verdict.reply; break;
  }
}

net::Task<bool> Conversation::greet() {
  bool may_pause = !refused_ && !parts_.tls_first && connection_.greet_pause.count() > 0;
  if (may_pause) {
    auto begin = std::chrono::steady_clock::now();
    bool early = co_await stream_->wait_input(connection_.greet_pause);
    if (early) {
      auto waited = std::chrono::duration_cast<seconds>(std::chrono::steady_clock::now() - begin);
      log(4, log::Priority::info,
          fmt::format("rejecting commands from {} [{}] due to pre-greeting traffic after {} seconds",
                      connection_.client_name, connection_.client_address, waited.count()));
      connection_.refuse_greeting = true;
      refused_ = Reply(550, {5, 0, 0}, std::string("Command rejected"));
    }
  }
  if (connection_.refuse_greeting) {
    co_await send(Reply(554, fmt::format("{} ESMTP not accepting messages", connection_.hostname)));
  } else {
    Reply greeting(220, EnhancedCode(), greeting_lines(connection_.greeting));
    co_await send(std::move(greeting));
  }
  co_await flush();
  co_return true;
}

}  // namespace sm::smtp::server
