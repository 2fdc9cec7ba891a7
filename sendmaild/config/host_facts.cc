// Asking the system about itself.
#include "sendmaild/config/host_facts.h"

#include <arpa/inet.h>
#include <grp.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "lib/base/ascii.h"

namespace sm::config {
namespace {

constexpr const char* kVersion = "8.17.1.9";

struct AddressListDeleter {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
struct InterfaceListDeleter {
  void operator()(ifaddrs* list) const { ::freeifaddrs(list); }
};

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (address->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, address, sizeof in);
    ::inet_ntop(AF_INET, &in.sin_addr, buffer.data(), buffer.size());
    return buffer.data();
  }
  sockaddr_in6 in{};
  std::memcpy(&in, address, sizeof in);
  // All eight groups are written out, as sendmail writes addresses into class w and macros.
  std::string out = "IPv6:";
  for (int i = 0; i < 16; i += 2) {
    std::array<char, 8> group{};
    std::snprintf(group.data(), group.size(), "%x", in.sin6_addr.s6_addr[i] << 8 | in.sin6_addr.s6_addr[i + 1]);
    out += (i > 0 ? ":" : "") + std::string(group.data());
  }
  return out;
}

bool is_network(const sockaddr* address) {
  return address != nullptr && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

socklen_t length_of(const sockaddr* address) {
  return address->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
}

std::vector<InterfaceFacts> interfaces() {
  std::vector<InterfaceFacts> out;
  ifaddrs* raw = nullptr;
  if (::getifaddrs(&raw) != 0) return out;
  std::unique_ptr<ifaddrs, InterfaceListDeleter> list(raw);
  for (const ifaddrs* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
    if (!is_network(entry->ifa_addr) || (entry->ifa_flags & IFF_UP) == 0) continue;
    InterfaceFacts facts;
    facts.address = text_of(entry->ifa_addr);
    facts.loopback = (entry->ifa_flags & IFF_LOOPBACK) != 0;
    std::array<char, NI_MAXHOST> name{};
    if (::getnameinfo(entry->ifa_addr, length_of(entry->ifa_addr), name.data(), name.size(), nullptr, 0,
                      NI_NAMEREQD) == 0)
      facts.names.emplace_back(name.data());
    out.push_back(std::move(facts));
  }
  return out;
}

std::optional<UserFacts> find_user(const std::string& name) {
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return std::nullopt;
  return UserFacts{found->pw_name, found->pw_uid, found->pw_gid};
}

std::optional<gid_t> find_group(const std::string& name) {
  std::array<char, 65536> buffer{};
  group entry{};
  group* found = nullptr;
  if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return std::nullopt;
  return found->gr_gid;
}

std::optional<int> find_tcp_port(const std::string& service) {
  std::array<char, 4096> buffer{};
  servent entry{};
  servent* found = nullptr;
  if (::getservbyname_r(service.c_str(), "tcp", &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return ntohs(static_cast<uint16_t>(found->s_port));
  return std::nullopt;
}

std::unique_ptr<addrinfo, AddressListDeleter> look_up(const std::string& name, int family, int flags) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* raw = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &raw) != 0) return nullptr;
  return std::unique_ptr<addrinfo, AddressListDeleter>(raw);
}

std::optional<std::string> find_address(const std::string& name, int family) {
  auto list = look_up(name, family, 0);
  if (!list) return std::nullopt;
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(list->ai_addr, list->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return std::nullopt;
  return std::string(text.data());
}

// Canonical name, aliases and addresses of this host.
void add_names(HostFacts& facts) {
  std::array<char, 16384> buffer{};
  hostent entry{};
  hostent* found = nullptr;
  int error = 0;
  if (::gethostbyname_r(facts.host_name.c_str(), &entry, buffer.data(), buffer.size(), &found, &error) == 0 &&
      found != nullptr) {
    facts.canonical_name = found->h_name;
    for (char** alias = found->h_aliases; *alias != nullptr; ++alias) {
      // Some resolvers give the short name as the canonical one and the full name as an alias.
      if (facts.canonical_name.find('.') == std::string::npos && std::strchr(*alias, '.') != nullptr) {
        facts.aliases.push_back(facts.canonical_name);
        facts.canonical_name = *alias;
      } else {
        facts.aliases.emplace_back(*alias);
      }
    }
  }
  if (auto list = look_up(facts.host_name, AF_UNSPEC, 0)) {
    for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
      if (!is_network(one->ai_addr)) continue;
      std::string text = text_of(one->ai_addr);
      if (std::find(facts.addresses.begin(), facts.addresses.end(), text) == facts.addresses.end())
        facts.addresses.push_back(text);
    }
  }
}

}  // namespace

HostFacts discover_host() {
  HostFacts facts;
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) facts.host_name = name.data();
  if (facts.host_name.empty()) facts.host_name = "localhost";
  facts.canonical_name = facts.host_name;
  add_names(facts);
  utsname system{};
  if (::uname(&system) == 0) facts.node_name = system.nodename;
  facts.processors = static_cast<int>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
  facts.version = kVersion;
  facts.interfaces = interfaces;
  facts.find_user = find_user;
  facts.find_group = find_group;
  facts.find_tcp_port = find_tcp_port;
  facts.find_address = find_address;
  return facts;
}

bool is_qualified(const HostFacts& facts) { return facts.canonical_name.find('.') != std::string::npos; }

}  // namespace sm::config
