// One socket for each daemon port. A port that is taken is told in sendmail's words and tried again by the caller.
// Invariant: never lets go of a port that is bound.
#include "sendmaild/daemon/listen_ports.h"

#include <cstring>

#include "sendmaild/net/listener.h"

namespace sm::daemon {
namespace {

std::optional<net::SocketAddress> address_of(const config::DaemonPort& port) {
  auto number = static_cast<uint16_t>(port.port_number);
  switch (port.family) {
    case config::DaemonPort::Family::inet:
      return port.address.empty() ? net::SocketAddress::any_ipv4(number) : net::SocketAddress::from_text(port.address, number);
    case config::DaemonPort::Family::inet6:
      return port.address.empty() ? net::SocketAddress::any_ipv6(number) : net::SocketAddress::from_text(port.address, number);
    case config::DaemonPort::Family::local: {
      auto path = net::SocketAddress::local_path(port.address);
      if (path) return *path;
      return std::nullopt;
    }
  }
  return std::nullopt;
}

bool same_place(const config::DaemonPort& a, const config::DaemonPort& b) {
  return a.family == b.family && a.address == b.address && a.port_number == b.port_number &&
         a.listen_backlog == b.listen_backlog && a.receive_buffer == b.receive_buffer && a.send_buffer == b.send_buffer;
}

}  // namespace

BoundPorts keep_ports(const config::Config& before, BoundPorts bound, const config::Config& after) {
  BoundPorts kept;
  for (size_t i = 0; i < after.daemon_ports.size(); ++i) {
    ListeningPort port;
    port.index = i;
    for (ListeningPort& old : bound.ports) {
      if (!old.socket.valid() || !same_place(before.daemon_ports[old.index], after.daemon_ports[i])) continue;
      port.socket = std::move(old.socket);
      break;
    }
    kept.ports.push_back(std::move(port));
  }
  return kept;
}

BoundPorts bind_ports(const config::Config& config, BoundPorts earlier) {
  BoundPorts bound = std::move(earlier);
  bound.problems.clear();
  bound.complete = true;
  if (bound.ports.size() != config.daemon_ports.size()) {
    bound.ports.clear();
    for (size_t i = 0; i < config.daemon_ports.size(); ++i) {
      ListeningPort port;
      port.index = i;
      bound.ports.push_back(std::move(port));
    }
  }
  for (ListeningPort& entry : bound.ports) {
    if (entry.socket.valid()) continue;
    const config::DaemonPort& port = config.daemon_ports[entry.index];
    auto address = address_of(port);
    int error = EADDRNOTAVAIL;
    if (address) {
      net::ListenSpec spec;
      spec.address = *address;
      spec.backlog = port.listen_backlog;
      spec.receive_buffer = port.receive_buffer;
      spec.send_buffer = port.send_buffer;
      auto socket = net::bind_listener(spec, &error);
      if (socket) {
        entry.socket = std::move(*socket);
        continue;
      }
    }
    bound.problems.push_back("daemon " + port.name + ": cannot bind: " + std::strerror(error));
    if (!port.has_modifier('O')) bound.complete = false;
  }
  return bound;
}

}  // namespace sm::daemon
