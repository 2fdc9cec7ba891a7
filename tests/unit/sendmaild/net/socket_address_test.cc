// Addresses in the forms that macros, logs and the access map use.
#include "sendmaild/net/socket_address.h"

#include <doctest/doctest.h>

using sm::net::SocketAddress;

TEST_CASE("net/socket_address: text forms") {
  struct Row {
    const char* what;
    std::string_view input;
    std::string text;
    std::string mail;
  };
  const Row rows[] = {
      {"IPv4", "192.0.2.1", "192.0.2.1", "192.0.2.1"},
      {"IPv6", "2001:db8::1", "2001:db8::1", "IPv6:2001:db8:0:0:0:0:0:1"},
      {"tagged IPv6", "IPv6:::1", "::1", "IPv6:0:0:0:0:0:0:0:1"},
      {"mapped IPv4 is IPv4", "::ffff:192.0.2.9", "192.0.2.9", "192.0.2.9"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto address = SocketAddress::from_text(row.input, 25);
    REQUIRE(address);
    CHECK(address->text() == row.text);
    CHECK(address->mail_text() == row.mail);
    CHECK(address->port() == 25);
  }
  CHECK(!SocketAddress::from_text("mail.example", 25));
  CHECK(!SocketAddress::from_text("192.0.2", 25));
}
