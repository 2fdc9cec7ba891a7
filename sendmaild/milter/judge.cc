// A filter and a whole message: header by header, the body in pieces, then its changes until the final word.
// Invariant: a body of any size passes in pieces of kPacketData, in both directions.
#include <fmt/format.h>

#include "sendmaild/milter/filter.h"
#include "sendmaild/milter/limits.h"

namespace sm::milter {

using log::Priority;

net::Task<Verdict> Filter::judge(Message& message) {
  Answer answer = co_await send_headers(message);
  if (conversation_.takes(Stage::end_of_header)) answer = co_await exchange(Stage::end_of_header, std::string());
  if (conversation_.takes(Stage::body) && conversation_.wants(Stage::body)) answer = co_await send_body(message);
  if (conversation_.takes(Stage::end_of_message)) answer = co_await read_changes(message);
  message_deadline_.reset();
  co_return verdict_of(answer);
}

net::Task<Answer> Filter::send_headers(Message& message) {
  Answer answer;
  answer.kind = Answer::Kind::proceed;
  if (!conversation_.wants(Stage::header)) co_return answer;
  host_.log(17, Priority::info, fmt::format("Milter ({}): headers, send", spec_.name));
  std::vector<Message::Header> headers = message.headers();
  for (const Message::Header& header : headers) {
    host_.log(21, Priority::info, fmt::format("Milter ({}): header, {}", spec_.name, header.name));
    std::string_view value = header.value;
    if (!conversation_.has(step::kLeadingSpace) && value.starts_with(' ')) value.remove_prefix(1);
    std::string data;
    append_string(data, header.name);
    append_string(data, value);
    // A longer one cannot be put into a packet.
    if (data.size() > kPacketData) continue;
    answer = co_await exchange(Stage::header, std::move(data));
    if (!conversation_.takes(Stage::header)) co_return answer;
  }
  host_.log(17, Priority::info, fmt::format("Milter ({}): headers, sent", spec_.name));
  co_return answer;
}

net::Task<Answer> Filter::send_body(Message& message) {
  Answer answer;
  answer.kind = Answer::Kind::proceed;
  host_.log(17, Priority::info, fmt::format("Milter ({}): body, send", spec_.name));
  BodyEncoder encoder;
  int64_t offset = 0;
  bool all_read = false;
  while (!conversation_.body_skipped()) {
    std::optional<std::string> piece = encoder.next(all_read);
    if (piece) {
      answer = co_await exchange(Stage::body, *std::move(piece));
      if (!conversation_.takes(Stage::body)) co_return answer;
      continue;
    }
    if (all_read) break;
    Result<std::string> text = co_await message.read_body(offset, kBodyRead);
    if (!text) {
      report(fmt::format("milter_body({}): {}", spec_.name, text.error().text));
      co_await abort();
      answer.kind = Answer::Kind::tempfail;
      co_return answer;
    }
    offset += static_cast<int64_t>(text->size());
    all_read = text->empty();
    encoder.feed(*text);
  }
  host_.log(17, Priority::info, fmt::format("Milter ({}): body, sent", spec_.name));
  co_return answer;
}

net::Task<Answer> Filter::read_changes(Message& message) {
  using Kind = Answer::Kind;
  message_deadline_ = std::chrono::steady_clock::now() + spec_.message_timeout;
  std::string request = conversation_.request(Stage::end_of_message, std::string_view(), macro_value());
  bool sent = co_await send(std::move(request), "eom");
  bool refused = false;
  bool body_changed = false;
  while (sent) {
    std::optional<Packet> packet = co_await receive("eom");
    if (!packet) break;
    char letter = packet->command;
    Answer answer = parse_answer(Stage::end_of_message, *std::move(packet));
    if (answer.kind == Kind::unknown) {
      fail(fmt::format("milter_data({}): returned bogus response {}", spec_.name, letter));
      break;
    }
    if (answer.kind == Kind::change) {
      if (answer.change.kind == Change::Kind::replace_body) body_changed = true;
      Kind outcome = co_await carry_out(message, std::move(answer.change));
      refused = refused || outcome == Kind::tempfail;
      continue;
    }
    if (answer.kind == Kind::progress) continue;
    if (body_changed) {
      Result<void> done = co_await message.finish_body();
      refused = refused || outcome_of(done) == Kind::tempfail;
    }
    log_answer(Stage::end_of_message, answer);
    conversation_.note(Stage::end_of_message, answer.kind);
    bool lets_pass = answer.kind == Kind::proceed || answer.kind == Kind::accept;
    if (refused && lets_pass) answer.kind = Kind::tempfail;
    co_return answer;
  }
  Answer lost;
  // Half of a new body must not be taken for the message.
  if (body_changed) lost.kind = Kind::tempfail;
  co_return lost;
}

// `tempfail`: the message cannot be accepted as it would be.
net::Task<Answer::Kind> Filter::carry_out(Message& message, Change change) {
  ChangeRight right = right_for(change.kind);
  if (!conversation_.may(right.action)) {
    if (change.kind == Change::Kind::replace_body) {
      report(fmt::format("milter_data({}): lied about {}, rejecting request and tempfailing message", spec_.name,
                         right.lie));
      co_return Answer::Kind::tempfail;
    }
    host_.log(9, Priority::warning,
              fmt::format("milter_data({}): lied about {}, honoring request anyway", spec_.name, right.lie));
  }
  change.as_written = conversation_.has(step::kLeadingSpace);
  Result<void> done = co_await message.apply(spec_.name, std::move(change));
  co_return outcome_of(done);
}

Answer::Kind Filter::outcome_of(const Result<void>& done) {
  if (done) return Answer::Kind::progress;
  report(fmt::format("milter_data({}): {}", spec_.name, done.error().text));
  return Answer::Kind::tempfail;
}

}  // namespace sm::milter
