// See the header.
#include "sendmaild/net/socket_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "lib/base/ascii.h"

namespace sm::net {
namespace {

sockaddr_in ipv4_socket(in_addr address, uint16_t port) {
  sockaddr_in native{};
  native.sin_family = AF_INET;
  native.sin_addr = address;
  native.sin_port = htons(port);
  return native;
}

template <typename T>
SocketAddress wrap(const T& native) {
  return SocketAddress::from_native(reinterpret_cast<const sockaddr*>(&native), sizeof native);
}

}  // namespace

std::optional<SocketAddress> SocketAddress::from_text(std::string_view text, uint16_t port) {
  if (ascii::starts_with_ignoring_case(text, "IPv6:")) text.remove_prefix(5);
  std::string name(text);
  in_addr four{};
  if (inet_pton(AF_INET, name.c_str(), &four) == 1) return wrap(ipv4_socket(four, port));
  sockaddr_in6 six{};
  if (inet_pton(AF_INET6, name.c_str(), &six.sin6_addr) != 1) return std::nullopt;
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  return wrap(six);
}

SocketAddress SocketAddress::any_ipv4(uint16_t port) {
  in_addr any{};
  return wrap(ipv4_socket(any, port));
}

SocketAddress SocketAddress::any_ipv6(uint16_t port) {
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  return wrap(six);
}

Result<SocketAddress> SocketAddress::local_path(const std::string& path) {
  sockaddr_un native{};
  if (path.empty() || path.size() >= sizeof native.sun_path) return Error{path + ": bad path for a local socket"};
  native.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), native.sun_path);
  return wrap(native);
}

SocketAddress SocketAddress::from_native(const sockaddr* address, socklen_t length) {
  SocketAddress result;
  if (length < sizeof address->sa_family || length > sizeof result.storage_) return result;
  if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 six;
    std::memcpy(&six, address, sizeof six);
    if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
      in_addr four;
      std::memcpy(&four, six.sin6_addr.s6_addr + 12, sizeof four);
      return wrap(ipv4_socket(four, ntohs(six.sin6_port)));
    }
  }
  std::memcpy(&result.storage_, address, length);
  result.length_ = length;
  return result;
}

uint16_t SocketAddress::port() const {
  if (is_ipv4()) return ntohs(reinterpret_cast<const sockaddr_in*>(&storage_)->sin_port);
  if (is_ipv6()) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage_)->sin6_port);
  return 0;
}

std::string SocketAddress::text() const {
  char name[INET6_ADDRSTRLEN] = "";
  if (is_ipv4()) inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&storage_)->sin_addr, name, sizeof name);
  if (is_ipv6()) inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&storage_)->sin6_addr, name, sizeof name);
  if (is_local()) {
    const char* path = reinterpret_cast<const sockaddr_un*>(&storage_)->sun_path;
    size_t room = length_ - offsetof(sockaddr_un, sun_path);
    return std::string(path, strnlen(path, room));
  }
  return name;
}

std::string SocketAddress::mail_text(bool compressed) const {
  if (!is_ipv6()) return text();
  if (compressed) return "IPv6:" + text();
  std::string raw = bytes();
  std::string result = "IPv6";
  for (size_t i = 0; i < raw.size(); i += 2) {
    unsigned value = static_cast<unsigned char>(raw[i]) * 256u + static_cast<unsigned char>(raw[i + 1]);
    char group[8];
    std::snprintf(group, sizeof group, ":%x", value);
    result += group;
  }
  return result;
}

std::string SocketAddress::bytes() const {
  if (is_ipv4()) {
    const in_addr& four = reinterpret_cast<const sockaddr_in*>(&storage_)->sin_addr;
    return std::string(reinterpret_cast<const char*>(&four), sizeof four);
  }
  if (is_ipv6()) {
    const in6_addr& six = reinterpret_cast<const sockaddr_in6*>(&storage_)->sin6_addr;
    return std::string(reinterpret_cast<const char*>(&six), sizeof six);
  }
  return {};
}

}  // namespace sm::net
