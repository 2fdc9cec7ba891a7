// One transaction: MAIL alone, then all RCPTs and DATA in one go where PIPELINING is offered (RFC 2920), the message, and
// one final reply, or with LMTP one for each accepted recipient (RFC 2033 §4.2).
#include "sendmaild/smtp/client/transaction.h"

#include <fmt/format.h>

#include <utility>

#include "sendmaild/smtp/client/dialogue_state.h"
#include "sendmaild/smtp/dot_stuffing.h"

namespace sm::smtp::client {
namespace {

using Direction = DialogueOptions::Direction;

constexpr size_t kSendChunk = 32 * 1024;
constexpr size_t kPipelinedRcpts = 50;  // commands in flight: their replies fit into any socket's buffer

std::string mail_line(const Transaction& t, const Extensions& offered) {
  std::string line = fmt::format("MAIL From:<{}>", t.sender);
  if (offered.size && t.size > 0) line += fmt::format(" SIZE={}", t.size);
  if (offered.smtputf8 && t.smtputf8) line += " SMTPUTF8";
  if (offered.eight_bit_mime && !t.body.empty()) line += " BODY=" + t.body;
  if (offered.dsn && !t.envelope_id.empty()) line += " ENVID=" + t.envelope_id;
  if (offered.dsn && !t.ret.empty()) line += " RET=" + t.ret;
  if (!offered.auth_mechanisms.empty() && !t.auth.empty()) line += " AUTH=" + t.auth;
  if (offered.deliver_by && !t.deliver_by.empty()) line += " BY=" + t.deliver_by;
  return line;
}

std::string rcpt_line(const OutgoingRecipient& r, const Extensions& offered) {
  std::string line = fmt::format("RCPT To:<{}>", r.path);
  if (offered.dsn && !r.notify.empty()) line += " NOTIFY=" + r.notify;
  if (offered.dsn && !r.orcpt.empty()) line += " ORCPT=" + r.orcpt;
  return line;
}

}  // namespace

// The steps of one transaction, with what they share. Dies with the call of send().
struct Delivery {
  Delivery(Dialogue::State& dialogue, Transaction outgoing) : state(dialogue), transaction(std::move(outgoing)) {
    result.recipients.resize(transaction.recipients.size());
  }

  net::Task<bool> mail();
  net::Task<bool> recipients_one_by_one();
  net::Task<bool> recipients_pipelined(bool& data_sent);
  net::Task<bool> data(bool data_sent);
  net::Task<bool> body();
  net::Task<void> final_replies();
  // The transaction ends at `phase`: for everybody who is still accepted.
  bool fail(Phase phase, Answer answer);
  void note_rcpt(size_t index, Answer answer);

  Dialogue::State& state;
  Transaction transaction;
  TransactionResult result;
  size_t accepted = 0;
};

bool Delivery::fail(Phase phase, Answer answer) {
  result.phase = phase;
  result.answer = std::move(answer);
  return false;
}

void Delivery::note_rcpt(size_t index, Answer answer) {
  if (answer.ok()) ++accepted;
  result.recipients[index].phase = Phase::rcpt;
  result.recipients[index].answer = std::move(answer);
}

net::Task<bool> Delivery::mail() {
  std::string line = mail_line(transaction, state.extensions);
  Answer answer = co_await state.ask(std::move(line), state.options.timeouts.mail);
  if (answer.ok()) co_return true;
  co_return fail(Phase::mail, std::move(answer));
}

net::Task<bool> Delivery::recipients_one_by_one() {
  for (size_t i = 0; i < transaction.recipients.size(); ++i) {
    std::string line = rcpt_line(transaction.recipients[i], state.extensions);
    Answer answer = co_await state.ask(std::move(line), state.options.timeouts.rcpt);
    bool ends = answer.lost() || answer.code == 421;
    Answer last = answer;
    note_rcpt(i, std::move(answer));
    if (ends) co_return fail(Phase::rcpt, std::move(last));
  }
  co_return true;
}

// Sends RCPTs in batches and DATA with the last one, then reads the replies of each batch.
net::Task<bool> Delivery::recipients_pipelined(bool& data_sent) {
  size_t total = transaction.recipients.size();
  for (size_t start = 0; start < total; start += kPipelinedRcpts) {
    size_t end = std::min(total, start + kPipelinedRcpts);
    std::string batch;
    for (size_t i = start; i < end; ++i) {
      std::string line = rcpt_line(transaction.recipients[i], state.extensions);
      state.show(Direction::sent, line);
      batch += line + "\r\n";
    }
    // Before DATA goes out something must have been accepted already, or the last batch decides it.
    if (end == total) {
      state.show(Direction::sent, "DATA");
      batch += "DATA\r\n";
      data_sent = true;
    }
    bool sent = co_await state.send_bytes(std::move(batch), state.options.timeouts.rcpt);
    if (!sent) co_return fail(Phase::rcpt, state.loss);
    for (size_t i = start; i < end; ++i) {
      Answer answer = co_await state.read_reply(state.options.timeouts.rcpt);
      bool ends = answer.lost() || answer.code == 421;
      Answer last = answer;
      note_rcpt(i, std::move(answer));
      if (ends) co_return fail(Phase::rcpt, std::move(last));
    }
  }
  co_return true;
}

net::Task<bool> Delivery::data(bool data_sent) {
  Answer answer;
  if (data_sent) {
    answer = co_await state.read_reply(state.options.timeouts.datainit);
  } else {
    answer = co_await state.ask("DATA", state.options.timeouts.datainit);
  }
  if (answer.code == 354) co_return true;
  co_return fail(Phase::data, std::move(answer));
}

net::Task<bool> Delivery::body() {
  DotEncoder encoder;
  std::string wire;
  bool ended = accepted == 0;  // DATA was accepted though nobody was: the dot alone
  while (!ended) {
    std::string text = co_await transaction.source->next();
    ended = text.empty();
    encoder.feed(text, wire);
    if (wire.size() < kSendChunk) continue;
    std::string chunk = std::exchange(wire, std::string());
    bool sent = co_await state.send_bytes(std::move(chunk), state.options.timeouts.block);
    if (!sent) co_return fail(Phase::body, state.loss);
  }
  encoder.finish(wire);
  state.show(Direction::sent, ".");
  bool sent = co_await state.send_bytes(std::move(wire), state.options.timeouts.block);
  if (!sent) co_return fail(Phase::body, state.loss);
  co_return true;
}

net::Task<void> Delivery::final_replies() {
  result.phase = Phase::final_dot;
  bool each = state.options.lmtp && accepted > 0;
  if (!each) result.answer = co_await state.read_reply(state.options.timeouts.datafinal);
  for (RecipientResult& recipient : result.recipients) {
    if (!recipient.answer.ok()) continue;
    if (each) result.answer = co_await state.read_reply(state.options.timeouts.datafinal);
    recipient.phase = Phase::final_dot;
    recipient.answer = result.answer;
    result.accepted_any |= result.answer.ok();
  }
}

net::Task<TransactionResult> Dialogue::send(Transaction transaction) {
  State& state = *state_;
  ++state.transactions;
  Delivery delivery(state, std::move(transaction));
  bool go_on = co_await delivery.mail();
  bool data_sent = false;
  if (go_on) {
    if (state.extensions.pipelining) {
      go_on = co_await delivery.recipients_pipelined(data_sent);
    } else {
      go_on = co_await delivery.recipients_one_by_one();
    }
  }
  if (go_on && delivery.accepted == 0 && !data_sent) {
    // Nobody to send to: the answers are in the recipients' results.
    delivery.result.phase = Phase::rcpt;
    delivery.result.answer = delivery.result.recipients.empty() ? Answer() : delivery.result.recipients.back().answer;
    co_return std::move(delivery.result);
  }
  if (go_on) go_on = co_await delivery.data(data_sent);
  if (go_on) {
    try {
      go_on = co_await delivery.body();
    } catch (...) {
      // Half a message must not be ended by anything that looks like its end.
      state.lost(Answer::Kind::failed, EIO);
      throw;
    }
  }
  if (go_on) co_await delivery.final_replies();
  // Whoever was accepted shares the fate of the transaction.
  for (RecipientResult& recipient : delivery.result.recipients) {
    bool undecided = recipient.answer.kind == Answer::Kind::none || recipient.answer.ok();
    if (delivery.result.phase == Phase::final_dot || !undecided) continue;
    recipient.phase = delivery.result.phase;
    recipient.answer = delivery.result.answer;
  }
  co_return std::move(delivery.result);
}

}  // namespace sm::smtp::client
