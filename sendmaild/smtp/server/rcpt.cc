// RCPT TO. Order: flood brakes, sequence, limit, syntax, policy (address, check_rcpt, existence): the cheap refusals come
// first.
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

struct Judged {
  RecipientAnswer answer;
  bool parsed = false;           // the address could be read
  bool bad_parameters = false;
};

Judged judge_rcpt(Policy& policy, const std::string& address, const std::string& parameters,
                  const ParameterRules& rules) {
  Judged judged;
  judged.answer.verdict = policy.parse_recipient(address);
  if (judged.answer.verdict.refused()) return judged;
  judged.parsed = true;
  auto parsed = parse_rcpt_parameters(parameters, rules);
  if (auto* refusal = std::get_if<Reply>(&parsed)) {
    judged.answer.verdict = Verdict(*refusal);
    judged.bad_parameters = true;
    return judged;
  }
  Recipient recipient;
  recipient.address = address;
  recipient.parameters = std::get<RcptParameters>(parsed);
  judged.answer = policy.judge_recipient(recipient);
  return judged;
}

bool is_flood(size_t bad, size_t good, const Limits& limits) {
  if (limits.bad_rcpt_shutdown == 0 || bad < limits.bad_rcpt_shutdown) return false;
  if (limits.bad_rcpt_shutdown_good == 0 || good == 0) return true;
  return bad * 100 / (good + bad) >= limits.bad_rcpt_shutdown_good;
}

}  // namespace

net::Task<Reply> Conversation::on_rcpt(Command command) {
  size_t bad = transaction_ ? transaction_->bad_recipients : 0;
  if (transaction_ && is_flood(bad, transaction_->recipients, limits_)) {
    log(5, log::Priority::info,
        connection_.client + ": Possible SMTP RCPT flood, shutting down connection.");
    co_return own(421, {4, 7, 0}, "Too many bad recipients; closing connection");
  }
  if (limits_.bad_rcpt_throttle > 0 && bad >= limits_.bad_rcpt_throttle) {
    if (!std::exchange(throttle_logged_, true))
      log(5, log::Priority::info, connection_.client + ": Possible SMTP RCPT flood, throttling.");
    co_await wait(std::chrono::seconds(1));
  }
  if (!transaction_) co_return Reply(503, {5, 0, 0}, std::string("Need MAIL before RCPT"));
  if (limits_.recipients > 0 && transaction_->recipients >= limits_.recipients) {
    ++transaction_->bad_recipients;
    co_return Reply(452, {4, 5, 3}, std::string("Too many recipients"));
  }
  auto split = split_path_argument(command.argument, "to");
  if (auto* refusal = std::get_if<Reply>(&split)) {
    ++transaction_->bad_recipients;
    log(4, log::Priority::notice, refusal->lines.front());
    co_return *refusal;
  }

  const PathArgument& path = std::get<PathArgument>(split);
  ParameterRules rules;
  rules.dsn = connection_.features.announce.dsn;
  auto question = [policy = policy_, path, rules] {
    return judge_rcpt(*policy, path.address, path.parameters, rules);
  };
  Judged judged = co_await ask(std::move(question));
  RecipientAnswer& answer = judged.answer;
  if (filters_ && judged.parsed && !judged.bad_parameters) {
    Reply refusal = answer.verdict.refused() ? answer.verdict.reply : Reply();
    Verdict verdict = co_await filters_->recipient(path.words(), refusal);
    if (!answer.verdict.refused()) answer.verdict = verdict;
  }
  if (answer.verdict.refused()) {
    ++transaction_->bad_recipients;
    if (judged.bad_parameters) log(4, log::Priority::notice, answer.verdict.reply.lines.front());
    co_return answer.verdict.reply;
  }
  ++transaction_->recipients;
  const std::string& shown = answer.shown.empty() ? path.address : answer.shown;
  co_return reply::recipient_ok(shown, answer.will_queue);
}

}  // namespace sm::smtp::server
