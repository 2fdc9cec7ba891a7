// Reverse and forward look-up through the system's resolver (hosts file and DNS as nsswitch.conf says).
// Invariant: a name server that does not answer never makes a client "forged" or "without name", only "temporary".
#include "sendmaild/daemon/peer.h"

#include <netdb.h>

#include <memory>

#include "lib/base/ascii.h"

namespace sm::daemon {
namespace {

struct AddressListDeleter {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

bool is_temporary(int error) { return error == EAI_AGAIN || error == EAI_MEMORY || error == EAI_SYSTEM; }

Peer::Resolved leads_back(const std::string& name, const net::SocketAddress& address) {
  addrinfo hints{};
  hints.ai_family = address.family();
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  int error = getaddrinfo(name.c_str(), nullptr, &hints, &found);
  if (error != 0) return is_temporary(error) ? Peer::Resolved::temporary : Peer::Resolved::forged;
  std::unique_ptr<addrinfo, AddressListDeleter> list(found);
  for (addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    auto candidate = net::SocketAddress::from_native(entry->ai_addr, entry->ai_addrlen);
    if (candidate.bytes() == address.bytes()) return Peer::Resolved::ok;
  }
  return Peer::Resolved::forged;
}

}  // namespace

const char* Peer::resolve_word() const {
  switch (resolved) {
    case Resolved::ok: return "OK";
    case Resolved::forged: return "FORGED";
    case Resolved::temporary: return "TEMP";
    case Resolved::failed: break;
  }
  return "FAIL";
}

Peer identify_peer(const net::SocketAddress& address, bool compressed_ipv6) {
  Peer peer;
  peer.address = address.mail_text(compressed_ipv6);
  std::string literal = "[" + peer.address + "]";
  peer.name = peer.pointer = peer.shown = literal;
  if (!address.is_ipv4() && !address.is_ipv6()) {
    peer.resolved = Peer::Resolved::ok;
    peer.name = peer.pointer = peer.shown = "localhost";
    return peer;
  }
  char host[NI_MAXHOST];
  int error = getnameinfo(address.native(), address.native_length(), host, sizeof host, nullptr, 0, NI_NAMEREQD);
  if (error != 0) {
    peer.resolved = is_temporary(error) ? Peer::Resolved::temporary : Peer::Resolved::failed;
    return peer;
  }
  std::string name = host;
  if (!name.empty() && name.back() == '.') name.pop_back();
  // A name that looks like an address literal would fool the rules.
  if (name.empty() || name.find_first_of("[]<> \t") != std::string::npos) return peer;
  peer.pointer = name;
  peer.resolved = leads_back(name, address);
  peer.shown = name + " " + literal;
  if (peer.resolved == Peer::Resolved::ok) {
    peer.name = name;
  } else if (peer.resolved == Peer::Resolved::forged) {
    peer.shown += " (may be forged)";
  }
  return peer;
}

Peer local_peer(const std::string& user) {
  Peer peer;
  peer.resolved = Peer::Resolved::ok;
  peer.address = "127.0.0.1";
  peer.pointer = peer.name = "localhost";
  peer.shown = user + "@localhost";
  return peer;
}

}  // namespace sm::daemon
