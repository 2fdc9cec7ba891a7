// See the header.
#include "tests/unit/sendmaild/milter/scripted_filter.h"

#include "sendmaild/net/timer.h"
#include "tests/support/local_socket.h"

namespace sm::test {
namespace {

UniqueFd listening_socket(const std::string& path) {
  UniqueFd socket = bound_local_socket(path, SOCK_NONBLOCK);
  REQUIRE(::listen(socket.get(), 5) == 0);
  return socket;
}

std::string agreement(uint32_t actions, uint32_t steps) {
  std::string data;
  milter::append_number(data, 6);
  milter::append_number(data, actions);
  milter::append_number(data, steps);
  return milter::frame('O', data);
}

}  // namespace

ScriptedFilter::ScriptedFilter(net::EventLoop& loop, const std::string& path, Answers answers, uint32_t actions,
                               uint32_t steps)
    : loop_(loop), answers_(std::move(answers)), listener_(loop, listening_socket(path)) {
  answers_.emplace('O', agreement(actions, steps));
  for (char silent : {'D', 'A', 'Q'}) answers_.emplace(silent, "silence");
  loop.spawn(serve(), [](std::exception_ptr) {});
}

net::Task<void> ScriptedFilter::serve() {
  net::Accepted accepted = co_await listener_.accept();
  milter::PacketReader reader;
  while (true) {
    std::string bytes = co_await accepted.stream->read_some();
    if (bytes.empty()) co_return;
    reader.feed(bytes);
    while (auto packet = reader.next()) {
      letters += packet->command;
      data.push_back(packet->data);
      auto found = answers_.find(packet->command);
      std::string answer = found == answers_.end() ? milter::frame('c', "") : found->second;
      if (answer == "close") co_return;
      if (answer == "stall") co_await net::sleep_for(loop_, std::chrono::hours(1));
      if (answer != "silence") co_await accepted.stream->write(answer);
    }
  }
}

}  // namespace sm::test
