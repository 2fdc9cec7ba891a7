// HELO and EHLO: the client's name is syntax only (no lookup), the reply lists what this session offers.
#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

bool is_valid_name(std::string_view name) {
  for (char c : name) {
    if (!ascii::is_alnum(c) && std::string_view("[].-_#:").find(c) == std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

std::string protocol_name(bool extended, bool tls, bool authenticated) {
  if (!extended) return "SMTP";
  return std::string("ESMTP") + (tls ? "S" : "") + (authenticated ? "A" : "");
}

Extensions Conversation::offered() const {
  Extensions result;
  result.enhanced_status_codes = true;
  if (refused_) return result;
  result = connection_.features.announce;
  result.enhanced_status_codes = true;
  result.help = true;
  result.starttls = result.starttls && !tls_;
  result.auth_mechanisms = authenticated_ ? std::vector<std::string>() : mechanisms_;
  return result;
}

Reply Conversation::hello_reply(bool extended) const {
  std::string first = fmt::format("{} Hello {}, pleased to meet you", connection_.hostname, connection_.client);
  if (!extended) return Reply(250, first);
  std::vector<std::string> lines = extension_lines(offered());
  lines.insert(lines.begin(), first);
  return Reply(250, EnhancedCode(), std::move(lines));
}

net::Task<Reply> Conversation::on_hello(Command command) {
  Reply braked = co_await brake(hello_noise_, "HELO/EHLO");
  if (braked.is_set()) co_return braked;
  if (!connection_.features.early_input_allowed && lines_.has_input()) {
    log(4, log::Priority::info,
        fmt::format("rejecting server {} from {} [{}] due to traffic before response", command.verb_text,
                    connection_.client_name, connection_.client_address));
    refused_ = Reply(550, {5, 0, 0}, std::string("Command rejected"));
    co_return Reply(554, {5, 5, 0}, std::string("SMTP protocol error"));
  }
  const std::string& name = command.argument;
  if (name.empty() && !limits_.allow_bogus_hello)
    co_return Reply(501, {5, 0, 0}, fmt::format("{} requires domain address", command.verb_text));
  if (name.size() > kHelloLength) {
    log(9, log::Priority::info, "invalid domain name (too long) from " + connection_.client);
    co_return Reply(501, {5, 0, 0}, std::string("Invalid domain name"));
  }
  bool valid = is_valid_name(name);
  if (!valid && !limits_.allow_bogus_hello) {
    log(9, log::Priority::info, fmt::format("invalid domain name ({}) from {}", name, connection_.client));
    co_return Reply(501, {5, 0, 0}, std::string("Invalid domain name"));
  }
  co_await abort_filters();
  abort_transaction(command.verb_text);
  extended_ = command.verb == Verb::ehlo;
  hello_seen_ = true;
  hello_name_ = valid ? name : std::string();
  if (policy_->asks(Question::hello)) {
    Hello hello;
    hello.extended = extended_;
    hello.verb = command.verb_text;
    hello.name = name;
    hello.name_is_valid = valid;
    auto question = [policy = policy_, hello] { return policy->hello(hello); };
    Verdict verdict = co_await ask(std::move(question));
    if (verdict.refused()) {
      if (verdict.reply.closes()) co_return verdict.reply;
      refused_ = verdict.reply;
    }
  }
  if (filters_ && !refused_) {
    SessionVerdict verdict = co_await filters_->hello(name);
    if (verdict.kind == SessionVerdict::Kind::close) co_return verdict.reply;
    if (verdict.kind == SessionVerdict::Kind::refuse) refused_ = verdict.reply;
    if (verdict.kind == SessionVerdict::Kind::try_later) try_later_ = true;
  }
  Reply reply = hello_reply(extended_);
  if (!valid) reply.lines.front() += ", accepting invalid domain name";
  co_return reply;
}

}  // namespace sm::smtp::server
