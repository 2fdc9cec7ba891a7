// DATA: the message is decoded as it comes, handed to the sink in pieces on the disk pool, and acknowledged only by the
// sink's commit. What the peer does wrong inside the data is answered after the final dot, except bare line ends, which
// end the session at once (SMTP smuggling).
#include <fmt/format.h>

#include "sendmaild/smtp/server/conversation.h"

namespace sm::smtp::server {

// A message on its way in.
struct Incoming {
  explicit Incoming(DataRules rules) : decoder(rules) {}
  DotDecoder decoder;
  std::string text;           // decoded, not yet with the sink
  uint64_t bytes = 0;         // decoded so far
  bool seven_bit = false;     // BODY=7BIT: the eighth bit goes
  bool begun = false;         // the sink knows
  Reply refusal;              // set: what is left is read and dropped, and this is the answer
};

namespace {

// On the disk pool. Returns the sink's refusal, if any.
Reply hand_over(MessageSink& sink, bool begin, const std::string& text) {
  if (begin) {
    Reply refusal = sink.begin();
    if (refusal.is_set()) return refusal;
  }
  return text.empty() ? Reply() : sink.write(text);
}

std::string where(const DotDecoder& decoder) {
  if (decoder.bare_in_header() && decoder.bare_in_body()) return "header+body";
  return decoder.bare_in_header() ? "header" : "body";
}

}  // namespace

net::Task<Reply> Conversation::on_data() {
  if (!transaction_) co_return Reply(503, {5, 0, 0}, std::string("Need MAIL command"));
  if (transaction_->recipients == 0) co_return Reply(503, {5, 0, 0}, std::string("Need RCPT (recipient)"));
  if (!connection_.features.early_input_allowed && lines_.has_input()) {
    log(4, log::Priority::info,
        fmt::format("rejecting server DATA from {} [{}] due to traffic before response", connection_.client_name,
                    connection_.client_address));
    over_ = true;
    summary_.end = SessionSummary::End::closed_by_us;
    co_return Reply(554, {5, 5, 0}, std::string("SMTP protocol error"));
  }
  if (policy_->asks(Question::data)) {
    auto question = [policy = policy_, count = transaction_->recipients] { return policy->judge_data(count); };
    Verdict verdict = co_await ask(std::move(question));
    if (verdict.refused()) co_return verdict.reply;
  }
  if (filters_) {
    Verdict verdict = co_await filters_->data();
    if (verdict.refused()) co_return verdict.reply;
  }
  co_await send(Reply(354, std::string("End data with <CR><LF>.<CR><LF>")));
  co_await flush();
  collecting_ = true;
  Reply reply = co_await collect();
  collecting_ = false;
  co_await abort_filters();
  forget_transaction();
  co_return reply;
}

net::Task<Reply> Conversation::collect() {
  Incoming incoming(connection_.features.data);
  incoming.seven_bit = transaction_->sender.parameters.body == BodyType::seven_bit;
  Reply broken = co_await read_message(incoming);
  if (broken.is_set()) {
    co_await drop_message(broken, DataFacts());
    co_return broken;
  }
  if (summary_.end == SessionSummary::End::lost && over_) {
    co_await drop_message(Reply(), DataFacts());
    co_return Reply();
  }
  co_return co_await finish_message(incoming);
}

// Reads to the final dot. A set Reply ends the session (421).
net::Task<Reply> Conversation::read_message(Incoming& incoming) {
  using State = DotDecoder::State;
  while (true) {
    std::string block;
    std::string trouble;
    try {
      stream_->set_deadline(limits_.data_timeout);
      block = co_await lines_.read_block();
      if (block.empty()) trouble = "unexpected close";
    } catch (const net::DeadlinePassed&) {
      trouble = "read timeout";
    } catch (const net::StreamError&) {
      trouble = "I/O error";
    }
    if (!trouble.empty()) {
      log(1, log::Priority::warning, "collect: premature EOM: " + trouble);
      log_collect(trouble);
      over_ = true;
      end_noted_ = true;
      summary_.end = SessionSummary::End::lost;
      if (trouble != "read timeout") co_return Reply();
      co_return Reply(421, {4, 4, 1},
                      fmt::format("collect: relay={}, from={}, info={}", connection_.client_name,
                                  transaction_->sender.address, trouble));
    }
    size_t consumed = 0;
    size_t had = incoming.text.size();
    State state = incoming.decoder.feed(block, incoming.text, &consumed);
    incoming.bytes += incoming.text.size() - had;
    if (state == State::bare_lf || state == State::bare_cr) {
      log_bare(incoming, "tempfail");
      std::string what = state == State::bare_lf ? "linefeed (LF)" : "carriage return (CR)";
      co_return Reply(421, {4, 5, 0}, fmt::format("Bare {} not allowed", what));
    }
    if (limits_.message_size > 0 && incoming.bytes > limits_.message_size && !incoming.refusal.is_set()) {
      // What there is goes to the sink first: the log tells which message it was.
      co_await store(incoming);
      incoming.refusal = reply::message_over_maximum(limits_.message_size);
    }
    if (state == State::end) {
      if (consumed < block.size()) lines_.put_back(block.substr(consumed));
      co_return Reply();
    }
    if (incoming.refusal.is_set()) {
      incoming.text.clear();
      if (incoming.refusal.closes()) co_return incoming.refusal;
    } else if (incoming.text.size() >= kSinkChunk) {
      co_await store(incoming);
    }
  }
}

// Gives the sink what has been decoded.
net::Task<void> Conversation::store(Incoming& incoming) {
  std::string text = std::exchange(incoming.text, std::string());
  if (incoming.seven_bit) {
    for (char& c : text) c = static_cast<char>(c & 0x7f);
  }
  bool begin = !std::exchange(incoming.begun, true);
  auto job = [sink = sink_, begin, text = std::move(text)] { return hand_over(*sink, begin, text); };
  incoming.refusal = co_await parts_.disk->run(std::move(job));
}

net::Task<Reply> Conversation::finish_message(Incoming& incoming) {
  const DotDecoder& decoder = incoming.decoder;
  if (decoder.saw_bare_lf() || decoder.saw_bare_cr()) {
    bool replaced = connection_.features.data.bare_lf == BareLineEnd::replace_with_blank ||
                    connection_.features.data.bare_cr == BareLineEnd::replace_with_blank;
    log_bare(incoming, replaced ? "replaced" : "");
  }
  if (!incoming.refusal.is_set()) co_await store(incoming);
  if (!incoming.refusal.is_set() && limits_.reject_nul && decoder.saw_nul())
    incoming.refusal = Reply(554, {5, 6, 1}, std::string("NUL byte not allowed"));
  if (incoming.refusal.is_set()) {
    DataFacts facts;
    facts.bytes = incoming.bytes;
    if (limits_.message_size > 0 && incoming.bytes > limits_.message_size) facts.exceeded_limit = limits_.message_size;
    co_await drop_message(incoming.refusal, facts);
    co_return incoming.refusal;
  }
  DataFacts facts;
  facts.bytes = incoming.bytes;
  facts.bare_lf = decoder.saw_bare_lf();
  facts.bare_cr = decoder.saw_bare_cr();
  Reply reply = co_await deliver(facts);
  if (reply.is_positive()) ++summary_.messages;
  co_return reply;
}

// The whole message is with the sink: the rulesets' word, the filters' word, the queue.
net::Task<Reply> Conversation::deliver(DataFacts facts) {
  bool filtered = filters_ != nullptr;
  auto complete = [sink = sink_, facts, filtered] {
    Reply refusal = sink->complete(facts);
    return refusal.is_set() || filtered ? refusal : sink->commit();
  };
  Reply reply = co_await parts_.disk->run(std::move(complete));
  if (reply.is_set() || !filtered) co_return reply;
  Verdict verdict = co_await filters_->message();
  if (verdict.refused()) {
    co_await drop_message(verdict.reply, facts);
    co_return verdict.reply;
  }
  auto commit = [sink = sink_] { return sink->commit(); };
  co_return co_await parts_.disk->run(std::move(commit));
}

net::Task<void> Conversation::drop_message(Reply reply, DataFacts facts) {
  auto job = [sink = sink_, reply, facts] { sink->abort(reply, facts); };
  co_await parts_.disk->run(std::move(job));
}

void Conversation::log_collect(const std::string& info) {
  log(0, log::Priority::notice,
      fmt::format("collect: relay={}, from={}, info={}", connection_.client_name, transaction_->sender.address, info));
}

void Conversation::log_bare(const Incoming& incoming, const char* status) {
  const char* what = incoming.decoder.saw_bare_lf() ? "linefeed (LF)" : "carriage return (CR)";
  std::string end = *status != '\0' ? fmt::format(", status={}", status) : std::string();
  bool ends_session = std::string_view(status) == "tempfail";
  log(ends_session ? 0 : 8, log::Priority::notice,
      fmt::format("collect: relay={}, from={}, info=Bare {} not allowed, where={}{}", connection_.client_name,
                  transaction_->sender.address, what, where(incoming.decoder), end));
}

}  // namespace sm::smtp::server
