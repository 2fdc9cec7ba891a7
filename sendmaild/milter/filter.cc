// The connection: opening, sending, receiving, failing; and the questions of single commands. Messages are in judge.cc.
#include "sendmaild/milter/filter.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "sendmaild/net/connect.h"

namespace sm::milter {

using log::Priority;
using std::chrono::milliseconds;

Filter::Filter(FilterSpec spec, const MacroLists& defaults, Host& host, net::EventLoop& loop)
    : spec_(std::move(spec)), conversation_(defaults), host_(host), loop_(loop) {}

MacroValue Filter::macro_value() {
  return [this](const std::string& name) { return host_.macro(name); };
}

void Filter::report(const std::string& complaint) { host_.log(0, Priority::error, complaint); }

void Filter::fail(const std::string& complaint) {
  if (!complaint.empty()) report(complaint);
  close();
  failed_ = true;
  host_.log(0, Priority::info, fmt::format("Milter ({}): to error state", spec_.name));
}

void Filter::close() {
  if (stream_) stream_->close();
  stream_.reset();
  conversation_.close();
}

net::Task<bool> Filter::connect() {
  if (spec_.connected.valid()) {
    stream_ = net::socket_stream(loop_, std::move(spec_.connected));
    co_return true;
  }
  std::string trouble = spec_.address_trouble;
  for (const net::SocketAddress& address : spec_.addresses) {
    net::ConnectSpec target;
    target.target = address;
    target.timeout = spec_.connect_timeout;
    net::Connected connected = co_await net::connect_to(loop_, std::move(target));
    stream_ = std::move(connected.stream);
    if (stream_) co_return true;
    std::string reason = std::generic_category().message(connected.error);
    if (!spec_.host.empty()) reason += " by " + spec_.host;
    const std::string shown = spec_.host.empty() ? address.text() : spec_.host;
    host_.log(13, Priority::info, fmt::format("Milter ({}): open {} failed: {}", spec_.name, shown, reason));
    trouble = "error connecting to filter: " + reason;
    if (address.is_local() && connected.error == ENOENT)
      trouble = fmt::format("local socket name {} unsafe", address.text());
  }
  fail(fmt::format("Milter ({}): {}", spec_.name, trouble));
  co_return false;
}

net::Task<void> Filter::open() {
  bool connected = co_await connect();
  if (!connected) co_return;
  std::optional<Packet> answer;
  bool sent = co_await send(offer(), "negotiate");
  if (sent) answer = co_await receive("negotiate");
  if (answer) {
    Result<void> agreed = conversation_.agree(*answer);
    if (agreed) {
      host_.log(9, Priority::info, fmt::format("Milter ({}): init success to negotiate", spec_.name));
      co_return;
    }
    fail(fmt::format("Milter ({}): {}", spec_.name, agreed.error().text));
  }
  fail(fmt::format("Milter ({}): init failed to open", spec_.name));
}

net::Task<bool> Filter::send(std::string bytes, const char* where) {
  if (bytes.empty()) co_return true;
  size_t size = bytes.size();
  std::string complaint;
  try {
    stream_->set_deadline(spec_.send_timeout);
    co_await stream_->write(std::move(bytes));
    co_return true;
  } catch (const net::DeadlinePassed&) {
    complaint = fmt::format("Milter ({}): timeout before data write, where={}", spec_.name, where);
  } catch (const net::StreamError& lost) {
    complaint = fmt::format("Milter ({}): write({}) returned -1, expected {}: {}", spec_.name, where, size,
                            std::generic_category().message(lost.error));
  }
  fail(complaint);
  co_return false;
}

// How long the next read may take: T=R:, and at the end of a message no longer than T=E: from its start.
milliseconds Filter::patience() const {
  if (!message_deadline_) return spec_.read_timeout;
  auto left = std::chrono::duration_cast<milliseconds>(*message_deadline_ - std::chrono::steady_clock::now());
  return std::min(spec_.read_timeout, std::max(left, milliseconds(1)));
}

net::Task<std::optional<Packet>> Filter::receive(const char* where) {
  std::string complaint;
  try {
    bool in_data = false;
    stream_->set_deadline(patience());
    while (true) {
      std::optional<Packet> packet = reader_.next();
      if (packet) co_return packet;
      if (auto size = reader_.bad_size()) {
        complaint = fmt::format("milter_read({}): read size {} out of range, where={}", spec_.name, *size, where);
        break;
      }
      // Head and data of a packet may take their time each.
      if (reader_.in_data() && !in_data) stream_->set_deadline(patience());
      in_data = reader_.in_data();
      std::string bytes = co_await stream_->read_some();
      if (bytes.empty()) {
        complaint = fmt::format("milter_sys_read({}): {} read returned {}, expecting {}", spec_.name,
                                in_data ? "data" : "cmd", reader_.have(), reader_.want());
        break;
      }
      reader_.feed(bytes);
    }
  } catch (const net::DeadlinePassed&) {
    complaint = fmt::format("Milter ({}): timeout {} data read, where={}", spec_.name,
                            reader_.have() > 0 ? "during" : "before", where);
  } catch (const net::StreamError& lost) {
    complaint = fmt::format("Milter ({}): read returned -1: {}", spec_.name, std::generic_category().message(lost.error));
  }
  fail(complaint);
  co_return std::nullopt;
}

// One command and its answer. Kind unknown: the filter has failed.
net::Task<Answer> Filter::exchange(Stage stage, std::string data) {
  Answer answer;
  std::string request = conversation_.request(stage, data, macro_value());
  bool sent = co_await send(std::move(request), facts(stage).word);
  if (!sent) co_return answer;
  answer.kind = Answer::Kind::proceed;
  if (conversation_.answers(stage)) {
    std::optional<Packet> packet = co_await receive(facts(stage).word);
    if (!packet) co_return Answer();
    char letter = packet->command;
    answer = parse_answer(stage, *std::move(packet));
    if (answer.kind == Answer::Kind::unknown) {
      fail(fmt::format("milter_send_command({}): action={} returned bogus response {}", spec_.name, facts(stage).word,
                       letter));
      co_return answer;
    }
    log_answer(stage, answer);
  }
  conversation_.note(stage, answer.kind);
  co_return answer;
}

net::Task<Verdict> Filter::ask(Stage stage, std::string data) {
  auto begin = std::chrono::steady_clock::now();
  Answer answer = co_await exchange(stage, std::move(data));
  auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin);
  host_.log(21, Priority::info,
            fmt::format("Milter ({}): time command ({}), {}", spec_.name, facts(stage).command, took.count()));
  if (conversation_.session_accepted()) co_await quit();
  co_return verdict_of(answer);
}

net::Task<void> Filter::send_macros(Stage stage) {
  std::string macros = conversation_.macros_only(stage, macro_value());
  static_cast<void>(co_await send(std::move(macros), facts(stage).word));
}

net::Task<void> Filter::abort() {
  std::string bytes = conversation_.abort();
  if (bytes.empty()) co_return;
  host_.log(10, Priority::info, fmt::format("Milter ({}): abort filter", spec_.name));
  static_cast<void>(co_await send(std::move(bytes), "abort_filter"));
}

net::Task<void> Filter::quit() {
  std::string bytes = conversation_.quit();
  if (bytes.empty()) co_return;
  host_.log(18, Priority::info, fmt::format("Milter ({}): quit filter", spec_.name));
  bool said = co_await send(std::move(bytes), "quit_filter");
  if (said) close();
}

Verdict Filter::verdict_of(const Answer& answer) const {
  Verdict verdict;
  switch (answer.kind) {
    case Answer::Kind::reject: verdict.kind = Verdict::Kind::reject; break;
    case Answer::Kind::tempfail: verdict.kind = Verdict::Kind::tempfail; break;
    case Answer::Kind::discard: verdict.kind = Verdict::Kind::discard; break;
    case Answer::Kind::reply:
      verdict.kind = Verdict::Kind::reply;
      verdict.text = answer.text;
      break;
    default: break;
  }
  return verdict;
}

void Filter::log_answer(Stage stage, const Answer& answer) {
  std::string line = fmt::format("milter={}, ", spec_.name);
  bool at_end = stage == Stage::end_of_message;
  if (!at_end) line += fmt::format("action={}, ", facts(stage).word);
  int level = at_end ? 12 : 10;
  switch (answer.kind) {
    case Answer::Kind::proceed: line += "continue"; level = 12; break;
    case Answer::Kind::skip: line += "skip"; level = 12; break;
    case Answer::Kind::accept: line += "accepted"; break;
    case Answer::Kind::reject: line += "reject"; break;
    case Answer::Kind::tempfail: line += "tempfail"; break;
    case Answer::Kind::discard: line += "discard"; break;
    case Answer::Kind::reply: line += "reject=" + answer.text; break;
    case Answer::Kind::progress: case Answer::Kind::change: case Answer::Kind::unknown: return;
  }
  if (at_end && (answer.kind == Answer::Kind::proceed || answer.kind == Answer::Kind::accept)) return;
  host_.log(level, Priority::info, line);
}

}  // namespace sm::milter
