// Answers of identification servers, and what sendmail 8.17 makes of them.
#include "sendmaild/daemon/ident.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <thread>

#include "lib/base/posix.h"
#include "lib/base/unique_fd.h"

using namespace sm;
using namespace sm::daemon;
using net::SocketAddress;

TEST_CASE("daemon/ident: the user of an answer, harmless characters only") {
  struct Row {
    std::string answer;
    std::optional<std::string> user;
  };
  const Row rows[] = {
      {"6191, 23 : USERID : UNIX : kim\r", "kim"},
      {"6191,23:USERID:UNIX:kim", "kim"},
      {"6191, 23 : userid : unix : kim", "kim"},
      {"6191, 23 : USERID : OTHER : kim\r", "IDENT:kim"},
      {"6191, 23 : USERID : other,US-ASCII : kim", "IDENT:kim"},
      {"6191, 23 : USERID : UNIX,US-ASCII : kim", "kim"},
      {"6191, 23 : USERID : OTHERX : kim", "kim"},
      {"6191, 23 : USERID : UNIX :   a b@c <d>\"e\" (f)\x01\xff ", "abcdef"},
      {"6191, 23 : USERID : UNIX : !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~", "!#$%&'*+-./09AZ^_`az{|}~"},
      {"6191, 23 : USERID : UNIX : a:b", "ab"},
      {"6191, 23 : USERID : UNIX : ", ""},
      {"6191, 23 : USERID : UNIX : " + std::string(300, 'x'), std::string(99, 'x')},
      {"6191, 23 : ERROR : NO-USER", std::nullopt},
      {"6191, 23 : USERID:UNIX", std::nullopt},
      {"junk", std::nullopt},
      {"", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.answer);
    CHECK(ident_user(row.answer) == row.user);
  }
}

TEST_CASE("daemon/ident: the server hears the ports of the connection, and has until the timeout") {
  using std::chrono::milliseconds;
  UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto any = *SocketAddress::from_text("127.0.0.1", 0);
  REQUIRE(::bind(listener.get(), any.native(), any.native_length()) == 0);
  REQUIRE(::listen(listener.get(), 2) == 0);
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  REQUIRE(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &size) == 0);
  uint16_t port = SocketAddress::from_native(reinterpret_cast<sockaddr*>(&bound), size).port();
  auto client = *SocketAddress::from_text("127.0.0.1", 40000);
  auto local = *SocketAddress::from_text("127.0.0.1", 25);
  // Nobody takes the connection: it waits in the queue of the socket.
  CHECK(!ask_ident(client, local, milliseconds(50), port));
  std::string question;
  std::thread server([&listener, &question] {
    UniqueFd waiting(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));  // the one that gave up
    UniqueFd connection(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    char buffer[64];
    ssize_t got = ::recv(connection.get(), buffer, sizeof buffer, 0);
    question.assign(buffer, static_cast<size_t>(std::max<ssize_t>(got, 0)));
    static_cast<void>(write_all(connection.get(), "40000, 25 : USERID : UNIX : lee\r\n"));
  });
  std::optional<std::string> user = ask_ident(client, local, milliseconds(60000), port);
  server.join();
  CHECK(user == "lee");
  CHECK(question == "40000,25\r\n");
}

TEST_CASE("daemon/ident: nobody is asked where nobody can be") {
  using std::chrono::milliseconds;
  auto client = *SocketAddress::from_text("127.0.0.1", 40000);
  auto local = *SocketAddress::from_text("127.0.0.1", 25);
  CHECK(!ask_ident(client, local, milliseconds(0)));
  CHECK(!ask_ident(SocketAddress(), local, milliseconds(100)));
}
