// See the header: greeting, HELO, RSET, QUIT, and the exchange of one command.
#include "sendmaild/smtp/client/dialogue.h"

#include <cerrno>

#include "lib/base/text.h"
#include "sendmaild/smtp/client/dialogue_state.h"

namespace sm::smtp::client {
namespace {

using Direction = DialogueOptions::Direction;

constexpr size_t kReplyLine = 4096;     // longer lines are cut
constexpr size_t kMaxReplyLines = 1000; // a server that sends more is not an SMTP server

bool has_word(const std::string& text, std::string_view wanted) {
  for (std::string_view word : words(text)) {
    if (word == wanted) return true;
  }
  return false;
}

}  // namespace

Answer Dialogue::State::lost(Answer::Kind kind, int error) {
  open = false;
  loss = Answer();
  loss.kind = kind;
  loss.error = error;
  stream->close();
  return loss;
}

void Dialogue::State::show(Direction direction, const std::string& line) {
  if (options.transcript) options.transcript(direction, line);
}

net::Task<bool> Dialogue::State::send_bytes(std::string bytes, seconds timeout) {
  if (!open) co_return false;
  try {
    stream->set_deadline(timeout);
    co_await stream->write(std::move(bytes));
    co_return true;
  } catch (const net::DeadlinePassed&) {
    lost(Answer::Kind::timed_out, ETIMEDOUT);
  } catch (const net::StreamError& error) {
    lost(error.error == EPIPE || error.error == ECONNRESET ? Answer::Kind::closed : Answer::Kind::failed, error.error);
  }
  co_return false;
}

net::Task<bool> Dialogue::State::send_line(std::string line, seconds timeout, std::string shown) {
  show(Direction::sent, shown);
  co_return co_await send_bytes(line + "\r\n", timeout);
}

net::Task<Answer> Dialogue::State::read_reply(seconds timeout) {
  if (!open) co_return loss;
  ReplyParser parser(extensions.enhanced_status_codes);
  try {
    stream->set_deadline(timeout);
    for (size_t count = 0; count < kMaxReplyLines; ++count) {
      net::LineBuffer::Line line = co_await lines.read_line(kReplyLine);
      if (line.end == net::LineBuffer::End::end_of_input) co_return lost(Answer::Kind::closed, ECONNRESET);
      while (line.end == net::LineBuffer::End::too_long) {
        net::LineBuffer::Line rest = co_await lines.read_line(kReplyLine);
        line.end = rest.end;
      }
      show(Direction::received, line.text);
      if (parser.feed(line.text)) co_return parser.take();
    }
  } catch (const net::DeadlinePassed&) {
    co_return lost(Answer::Kind::timed_out, ETIMEDOUT);
  } catch (const net::StreamError& error) {
    co_return lost(error.error == ECONNRESET ? Answer::Kind::closed : Answer::Kind::failed, error.error);
  }
  co_return lost(Answer::Kind::failed, EPROTO);
}

net::Task<Answer> Dialogue::State::ask(std::string line, seconds timeout) {
  bool sent = co_await send_line(line, timeout, line);
  if (!sent) co_return loss;
  Answer answer = co_await read_reply(timeout);
  co_return answer;
}

Dialogue::Dialogue(std::unique_ptr<net::Stream> stream, DialogueOptions options)
    : state_(std::make_unique<State>(std::move(stream), std::move(options))) {}

Dialogue::~Dialogue() {
  if (state_->open) state_->stream->close();
}

net::Task<Answer> Dialogue::greeting() {
  Answer answer = co_await state_->read_reply(state_->options.timeouts.initial);
  for (const std::string& line : answer.lines) state_->esmtp_offered |= has_word(line, "ESMTP");
  co_return answer;
}

net::Task<Answer> Dialogue::hello() {
  State& state = *state_;
  const DialogueOptions& options = state.options;
  state.extensions = Extensions();
  state.esmtp = false;
  Answer answer;
  bool extended = options.lmtp || ((options.ehlo_without_offer || state.esmtp_offered) && !options.helo_only);
  if (extended) {
    seconds timeout = options.lmtp ? options.timeouts.lhlo : options.timeouts.helo;
    std::string verb = options.lmtp ? "LHLO " : "EHLO ";
    answer = co_await state.ask(verb + options.helo_name, timeout);
    if (answer.ok()) {
      state.esmtp = true;
      for (size_t i = 1; i < answer.lines.size(); ++i) add_extension(answer.lines[i], state.extensions);
    }
  }
  bool fall_back = !extended || (answer.permanent() && !options.lmtp);
  if (fall_back) answer = co_await state.ask("HELO " + options.helo_name, options.timeouts.helo);
  std::vector<std::string_view> name = words(answer.lines.empty() ? std::string_view() : answer.lines.front());
  state.server_name = answer.ok() && !name.empty() ? std::string(name.front()) : std::string();
  co_return answer;
}

net::Task<Answer> Dialogue::reset(bool probe) {
  seconds timeout = probe ? state_->options.timeouts.misc : state_->options.timeouts.rset;
  Answer answer = co_await state_->ask("RSET", timeout);
  co_return answer;
}

net::Task<Answer> Dialogue::command(std::string line) {
  Answer answer = co_await state_->ask(std::move(line), state_->options.timeouts.misc);
  co_return answer;
}

net::Task<void> Dialogue::quit() {
  if (!state_->open) co_return;
  co_await state_->ask("QUIT", state_->options.timeouts.quit);
  if (state_->open) state_->lost(Answer::Kind::closed, 0);
}

bool Dialogue::is_open() const { return state_->open; }
bool Dialogue::is_tls() const { return state_->tls; }
const Extensions& Dialogue::extensions() const { return state_->extensions; }
const std::string& Dialogue::server_name() const { return state_->server_name; }
bool Dialogue::is_esmtp() const { return state_->esmtp; }
size_t Dialogue::transactions() const { return state_->transactions; }

}  // namespace sm::smtp::client
