// What the reader of sendmail.cf wants to know about the machine: its names, its interfaces, its users and services.
// A struct of plain values and functions, so that a test can describe any machine.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::config {

struct InterfaceFacts {
  std::string address;             // "192.0.2.10", "IPv6:2001:db8:0:0:0:0:0:1" as in class w brackets
  std::vector<std::string> names;  // what the address resolves to, aliases included; may be empty
  bool loopback = false;
};

struct UserFacts {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
};

struct HostFacts {
  std::string host_name;               // gethostname(2)
  std::string canonical_name;          // with domain; equal to host_name when nothing better is known
  std::vector<std::string> aliases;    // other names of this host
  std::vector<std::string> addresses;  // of this host, as in InterfaceFacts
  std::string node_name;               // uname(2)
  int processors = 1;
  std::string version;                 // $v
  // These ask the system when they are called.
  std::function<std::vector<InterfaceFacts>()> interfaces;
  std::function<std::optional<UserFacts>(const std::string& name)> find_user;
  std::function<std::optional<gid_t>(const std::string& name)> find_group;
  std::function<std::optional<int>(const std::string& service)> find_tcp_port;
  // First address of the family (AF_INET or AF_INET6), numeric; absent when the name is unknown.
  std::function<std::optional<std::string>(const std::string& name, int family)> find_address;
};

// The machine we run on. Names are looked up once here.
HostFacts discover_host();

// True when the host name has a domain; sendmail refuses to start quickly without one ("My unqualified host name …").
bool is_qualified(const HostFacts& facts);

}  // namespace sm::config
