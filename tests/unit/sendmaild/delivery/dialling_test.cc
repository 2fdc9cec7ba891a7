// Where a connection goes and how long it may take, by the options of the SMTP client.
#include "sendmaild/delivery/dialling.h"

#include <doctest/doctest.h>

using namespace sm;
using std::chrono::seconds;

TEST_CASE("delivery/dialling: ConnectOnlyTo takes every connection to one address") {
  struct Row {
    const char* what;
    const char* option;
    const char* address;
    uint16_t port;
  };
  const Row rows[] = {
      {"not set", "", "192.0.2.1", 25},
      {"an address keeps the port", "127.0.0.1", "127.0.0.1", 25},
      {"a port of its own", "2525@127.0.0.1", "127.0.0.1", 2525},
      {"another family", "2525@::1", "::1", 2525},
      {"no number is no port", "smtp@127.0.0.1", "127.0.0.1", 25},
      {"nor is one that is too large", "70000@127.0.0.1", "127.0.0.1", 25},
  };
  auto wanted = net::SocketAddress::from_text("192.0.2.1", 25);
  for (const Row& row : rows) {
    CAPTURE(row.what);
    net::SocketAddress target = delivery::diverted(row.option, *wanted);
    CHECK(target.text() == row.address);
    CHECK(target.port() == row.port);
  }
}

TEST_CASE("delivery/dialling: Timeout.iconnect is for the first attempt") {
  struct Row {
    const char* what;
    int connect, iconnect, attempt;
    int expected;
  };
  const Row rows[] = {
      {"none set: the system's", 0, 0, 1, 0},
      {"connect alone", 60, 0, 1, 60},
      {"first attempt", 60, 5, 1, 5},
      {"later ones", 60, 5, 2, 60},
      {"only iconnect set", 0, 5, 3, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    config::Timeouts timeouts;
    timeouts.connect = seconds(row.connect);
    timeouts.iconnect = seconds(row.iconnect);
    CHECK(delivery::connect_timeout(timeouts, row.attempt) == seconds(row.expected));
  }
}
