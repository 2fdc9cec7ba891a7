// One connection, one line each way, one deadline for all of it.
#include "sendmaild/daemon/ident.h"

#include <fmt/format.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/base/unique_fd.h"

namespace sm::daemon {
namespace {

using std::chrono::steady_clock;

constexpr size_t kLongestAnswer = 1000;  // RFC 1413: none is longer
constexpr size_t kLongestUser = 99;

// False: the time is over.
bool wait_for(int fd, short events, steady_clock::time_point deadline) {
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{fd, events, 0};
    int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// From the address that the client talks to: it knows no other.
UniqueFd connect_back(const net::SocketAddress& client, uint16_t port, const net::SocketAddress& local,
                      steady_clock::time_point deadline) {
  auto target = net::SocketAddress::from_text(client.text(), port);
  auto source = net::SocketAddress::from_text(local.text(), 0);
  if (!target || !source) return UniqueFd();
  UniqueFd fd(::socket(target->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid() || ::bind(fd.get(), source->native(), source->native_length()) != 0) return UniqueFd();
  if (::connect(fd.get(), target->native(), target->native_length()) == 0) return fd;
  if (errno != EINPROGRESS || !wait_for(fd.get(), POLLOUT, deadline)) return UniqueFd();
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return UniqueFd();
  return fd;
}

// What comes before the end of the line or of the connection; nothing when the time is over.
std::optional<std::string> read_answer(int fd, steady_clock::time_point deadline) {
  std::string answer;
  while (answer.find('\n') == std::string::npos && answer.size() < kLongestAnswer) {
    if (!wait_for(fd, POLLIN, deadline)) return std::nullopt;
    char buffer[kLongestAnswer];
    ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) break;
    answer.append(buffer, static_cast<size_t>(got));
  }
  return answer.substr(0, answer.find('\n'));
}

bool is_harmless(char c) {
  constexpr std::string_view kSigns = "!#$%&'*+-./^_`{|}~";
  return ascii::is_alpha(c) || ascii::is_digit(c) || kSigns.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> ident_user(std::string_view answer) {
  auto next = [&answer] {
    size_t colon = answer.find(':');
    std::string_view part = colon == std::string_view::npos ? std::string_view() : trim(answer.substr(0, colon));
    answer = colon == std::string_view::npos ? std::string_view() : answer.substr(colon + 1);
    return part;
  };
  next();  // the ports
  if (!ascii::equal_ignoring_case(next(), "USERID") || answer.find(':') == std::string_view::npos) return std::nullopt;
  std::string_view system = next();
  system = trim(system.substr(0, system.find(',')));
  std::string user;
  std::copy_if(answer.begin(), answer.end(), std::back_inserter(user), is_harmless);
  return (ascii::equal_ignoring_case(system, "OTHER") ? "IDENT:" : "") + user.substr(0, kLongestUser);
}

std::optional<std::string> ask_ident(const net::SocketAddress& client, const net::SocketAddress& local,
                                     std::chrono::milliseconds timeout, uint16_t port) {
  if (timeout.count() <= 0 || (!client.is_ipv4() && !client.is_ipv6())) return std::nullopt;
  auto deadline = steady_clock::now() + timeout;
  UniqueFd fd = connect_back(client, port, local, deadline);
  if (!fd.valid()) return std::nullopt;
  std::string question = fmt::format("{},{}\r\n", client.port(), local.port());
  if (::send(fd.get(), question.data(), question.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(question.size()))
    return std::nullopt;
  std::optional<std::string> answer = read_answer(fd.get(), deadline);
  return answer ? ident_user(*answer) : std::nullopt;
}

}  // namespace sm::daemon
