// The commands beside the transaction: VRFY, EXPN, ETRN, HELP, NOOP, VERB, RSET, QUIT, and what is no command.
#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {
namespace {

Reply introduce_yourself() { return Reply(503, {5, 0, 0}, std::string("I demand that you introduce yourself first")); }

Reply operation_not_allowed() {
  return Reply(502, {5, 7, 0}, std::string("Sorry, we do not allow this operation"));
}

Reply argument_required() { return Reply(501, {5, 5, 2}, std::string("Argument required")); }

}  // namespace

net::Task<Reply> Conversation::on_vrfy(Command command) {
  Reply braked = co_await brake(inspect_noise_, "VRFY");
  if (braked.is_set()) co_return braked;
  if (!limits_.allow_vrfy) {
    log(5, log::Priority::info, fmt::format("{}: {} [rejected]", connection_.client, shortened(command.line)));
    co_return Reply(252, {2, 5, 2},
                    std::string("Cannot VRFY user; try RCPT to attempt delivery (or try finger)"));
  }
  if (limits_.require_vrfy_hello && !hello_seen_) co_return introduce_yourself();
  if (command.argument.empty()) co_return argument_required();
  log(5, log::Priority::info, fmt::format("{}: {}", connection_.client, shortened(command.line)));
  auto question = [policy = policy_, argument = command.argument] { return policy->verify(argument); };
  co_return co_await ask(std::move(question));
}

net::Task<Reply> Conversation::on_expn(Command command) {
  Reply braked = co_await brake(inspect_noise_, "EXPN");
  if (braked.is_set()) co_return braked;
  if (!connection_.features.announce.expn) {
    log(5, log::Priority::info, fmt::format("{}: {} [rejected]", connection_.client, shortened(command.line)));
    co_return operation_not_allowed();
  }
  if (limits_.require_expn_hello && !hello_seen_) co_return introduce_yourself();
  if (command.argument.empty()) co_return argument_required();
  log(5, log::Priority::info, fmt::format("{}: {}", connection_.client, shortened(command.line)));
  auto question = [policy = policy_, argument = command.argument] { return policy->expand(argument); };
  co_return co_await ask(std::move(question));
}

net::Task<Reply> Conversation::on_etrn(Command command) {
  Reply braked = co_await brake(etrn_noise_, "ETRN");
  if (braked.is_set()) co_return braked;
  if (!connection_.features.announce.etrn || !connection_.features.etrn_allowed) {
    log(5, log::Priority::info, fmt::format("{}: {} [rejected]", connection_.client, shortened(command.line)));
    co_return operation_not_allowed();
  }
  if (command.argument.empty()) co_return Reply(500, {5, 5, 2}, std::string("Parameter required"));
  log(5, log::Priority::info, fmt::format("{}: ETRN {}", connection_.client, shortened(command.argument)));
  auto question = [policy = policy_, argument = command.argument] { return policy->etrn(argument); };
  co_return co_await ask(std::move(question));
}

net::Task<Reply> Conversation::on_help(Command command) {
  auto question = [policy = policy_, topic = command.argument] { return policy->help(topic); };
  co_return co_await ask(std::move(question));
}

net::Task<Reply> Conversation::on_noop(Command command) {
  Reply braked = co_await brake(noop_noise_, "NOOP");
  if (braked.is_set()) co_return braked;
  if (policy_->asks(Question::other)) {
    auto question = [policy = policy_, line = command.line] { return policy->other(line, 2); };
    Verdict verdict = co_await ask(std::move(question));
    if (verdict.refused()) co_return verdict.reply;
  }
  co_return Reply(250, {2, 0, 0}, std::string("OK"));
}

net::Task<Reply> Conversation::on_verb(Command command) {
  Reply braked = co_await brake(noop_noise_, "VERB");
  if (braked.is_set()) co_return braked;
  if (!connection_.features.announce.verb || !connection_.features.announce.expn)
    co_return Reply(502, {5, 7, 0}, std::string("Verbose unavailable"));
  if (policy_->asks(Question::other)) {
    auto question = [policy = policy_, line = command.line] { return policy->other(line, 2); };
    Verdict verdict = co_await ask(std::move(question));
    if (verdict.refused()) co_return verdict.reply;
  }
  policy_->verbose();
  co_return Reply(250, {2, 0, 0}, std::string("Verbose mode"));
}

net::Task<Reply> Conversation::on_unknown(Command command) {
  if (command.verb == Verb::logged_unknown)
    log(0, log::Priority::critical,
        fmt::format("\"{}\" command from {} ({})", ascii::lower(command.verb_text), connection_.client,
                    connection_.client_address));
  if (command.verb != Verb::not_implemented) {
    Reply too_many = count_bad_command();
    if (too_many.is_set()) co_return too_many;
  }
  co_return co_await refuse_unknown(std::move(command));
}

// Filters and check_other may have words of their own for it.
net::Task<Reply> Conversation::refuse_unknown(Command command) {
  bool known = command.verb == Verb::not_implemented;
  if (filters_ && !known) {
    Verdict verdict = co_await filters_->unknown(command.line);
    if (verdict.refused()) co_return verdict.reply;
  }
  if (policy_->asks(Question::other)) {
    auto question = [policy = policy_, line = command.line] { return policy->other(line, 5); };
    Verdict verdict = co_await ask(std::move(question));
    if (verdict.refused()) co_return verdict.reply;
  }
  const char* complaint = known ? "Command not implemented" : "Command unrecognized";
  co_return Reply(known ? 502 : 500, {5, 5, 1}, fmt::format("{}: \"{}\"", complaint, shortened(command.line)));
}

net::Task<Reply> Conversation::on_rset() {
  co_await abort_filters();
  abort_transaction("RSET");
  co_return Reply(250, {2, 0, 0}, std::string("Reset state"));
}

net::Task<Reply> Conversation::on_quit() {
  abort_transaction("aborted by sender");
  over_ = true;
  summary_.end = SessionSummary::End::quit;
  co_return own(221, {2, 0, 0}, "closing connection");
}

}  // namespace sm::smtp::server
