// MAIL FROM. Order: sequence, syntax of the command, address, parameters, policy (check_mail …).
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

// What runs on the pool: the address is parsed before the parameters are looked at, so that the address's error wins.
Verdict judge_mail(Policy& policy, Sender& sender, const std::string& parameters, const ParameterRules& rules) {
  Verdict verdict = policy.parse_sender(sender);
  if (verdict.refused()) return verdict;
  auto parsed = parse_mail_parameters(parameters, rules);
  if (auto* refusal = std::get_if<Reply>(&parsed)) return Verdict(*refusal);
  sender.parameters = std::get<MailParameters>(parsed);
  return policy.judge_sender(sender);
}

}  // namespace

net::Task<Reply> Conversation::on_mail(Command command) {
  if (limits_.require_hello && !hello_seen_)
    co_return Reply(503, {5, 0, 0}, std::string("Polite people say HELO first"));
  if (transaction_) co_return Reply(503, {5, 5, 0}, std::string("Sender already specified"));
  if (connection_.features.require_auth && !authenticated_)
    co_return Reply(530, {5, 7, 0}, std::string("Authentication required"));
  auto split = split_path_argument(command.argument, "from");
  if (auto* refusal = std::get_if<Reply>(&split)) co_return *refusal;

  const PathArgument& path = std::get<PathArgument>(split);
  Sender sender;
  sender.address = path.address;
  sender.hello_was_given = hello_seen_;
  sender.hello_name = hello_name_;
  sender.protocol = protocol_name(extended_, tls_, authenticated_);
  ParameterRules rules;
  rules.dsn = connection_.features.announce.dsn;
  rules.smtputf8 = connection_.features.announce.smtputf8;
  rules.deliver_by_minimum = connection_.features.announce.deliver_by;

  struct Judged {
    Verdict verdict;
    Sender sender;
  };
  auto question = [policy = policy_, sender, parameters = path.parameters, rules] {
    Judged judged;
    judged.sender = sender;
    judged.verdict = judge_mail(*policy, judged.sender, parameters, rules);
    return judged;
  };
  sender_heard_ = true;
  Judged judged = co_await ask(std::move(question));
  if (judged.verdict.refused()) co_return judged.verdict.reply;
  if (filters_) {
    Verdict verdict = co_await filters_->sender(path.words());
    if (verdict.refused()) co_return verdict.reply;
  }
  transaction_.emplace();
  transaction_->sender = std::move(judged.sender);
  throttle_logged_ = false;
  co_return reply::sender_ok(transaction_->sender.address);
}

}  // namespace sm::smtp::server
