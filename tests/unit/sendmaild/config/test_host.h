// A machine for tests of the configuration reader: mail.example.com with a few users, services and addresses.
#pragma once

#include <sys/socket.h>

#include <map>

#include "sendmaild/config/host_facts.h"

namespace sm::config::testing {

inline HostFacts test_host() {
  HostFacts host;
  host.host_name = host.canonical_name = host.node_name = "mail.example.com";
  host.aliases = {"mail"};
  host.addresses = {"192.0.2.10"};
  host.version = "8.17.1.9";
  host.interfaces = [] {
    InterfaceFacts loopback{"127.0.0.1", {"localhost"}, true};
    InterfaceFacts outside{"192.0.2.10", {"mail.example.com"}, false};
    return std::vector<InterfaceFacts>{loopback, outside};
  };
  host.find_user = [](const std::string& name) -> std::optional<UserFacts> {
    static const std::map<std::string, UserFacts> kUsers{
        {"root", {"root", 0, 0}}, {"daemon", {"daemon", 1, 1}}, {"mail", {"mail", 8, 8}}, {"alice", {"alice", 1000, 1000}}};
    auto found = kUsers.find(name);
    return found == kUsers.end() ? std::nullopt : std::make_optional(found->second);
  };
  host.find_group = [](const std::string& name) -> std::optional<gid_t> {
    static const std::map<std::string, gid_t> kGroups{{"root", 0}, {"daemon", 1}, {"mail", 8}};
    auto found = kGroups.find(name);
    return found == kGroups.end() ? std::nullopt : std::make_optional(found->second);
  };
  host.find_tcp_port = [](const std::string& service) -> std::optional<int> {
    if (service == "smtp") return 25;
    if (service == "submission") return 587;
    return std::nullopt;
  };
  host.find_address = [](const std::string& name, int family) -> std::optional<std::string> {
    if (family == AF_INET6) return name == "::1" ? std::make_optional(name) : std::nullopt;
    if (name == "localhost") return "127.0.0.1";
    if (name == "127.0.0.1" || name == "0.0.0.0") return name;
    return std::nullopt;
  };
  return host;
}

}  // namespace sm::config::testing
