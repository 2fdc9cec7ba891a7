// SocketAddress: an IPv4, IPv6 or local (unix) address with port, as a value.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace sm::net {

class SocketAddress {
 public:
  SocketAddress() = default;  // unspecified: is_set() is false
  // "192.0.2.1", "2001:db8::1", "IPv6:2001:db8::1". Nothing when the text is no address.
  static std::optional<SocketAddress> from_text(std::string_view text, uint16_t port);
  static SocketAddress any_ipv4(uint16_t port);
  static SocketAddress any_ipv6(uint16_t port);
  static Result<SocketAddress> local_path(const std::string& path);
  static SocketAddress from_native(const sockaddr* address, socklen_t length);

  bool is_set() const { return length_ != 0; }
  bool is_ipv4() const { return family() == AF_INET; }  // IPv4-mapped IPv6 addresses are stored as IPv4
  bool is_ipv6() const { return family() == AF_INET6; }
  bool is_local() const { return family() == AF_UNIX; }
  int family() const { return is_set() ? storage_.ss_family : AF_UNSPEC; }
  uint16_t port() const;
  // "192.0.2.1", "2001:db8::1", or the path of a local socket.
  std::string text() const;
  // sendmail's form: "192.0.2.1", "IPv6:2001:db8:0:0:0:0:0:1" (`compressed`: "IPv6:2001:db8::1", option
  // UseCompressedIPv6Addresses).
  std::string mail_text(bool compressed = false) const;
  // 4 or 16 bytes, most significant first; empty for others. For rate tables and reverse names.
  std::string bytes() const;

  const sockaddr* native() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t native_length() const { return length_; }

 private:
  sockaddr_storage storage_{};
  socklen_t length_ = 0;
};

}  // namespace sm::net
