// Who a client is: the name of its address, and whether the name leads back to the address.
// ${client_name}, ${client_ptr}, ${client_resolve} and $_ (Operations Guide, macros). Blocking: runs on the lookup pool.
#pragma once

#include <string>

#include "sendmaild/net/socket_address.h"

namespace sm::daemon {

struct Peer {
  enum class Resolved { ok, failed, forged, temporary };
  Resolved resolved = Resolved::failed;
  std::string address;    // "10.0.2.11", "IPv6:…"
  std::string pointer;    // the name of the address, as DNS has it; "[10.0.2.11]" without one
  std::string name;       // ${client_name}: the pointer if it is true, else "[10.0.2.11]"
  std::string shown;      // $_: "host [10.0.2.11]", "[10.0.2.11]", with " (may be forged)"

  // "OK", "FAIL", "FORGED", "TEMP"
  const char* resolve_word() const;
};

Peer identify_peer(const net::SocketAddress& address, bool compressed_ipv6);

// A client on standard input: the user who started us.
Peer local_peer(const std::string& user);

}  // namespace sm::daemon
