// ServerId: who is at the other end of a connection that we made.
#pragma once

#include <string>

namespace sm::delivery {

struct ServerId {
  std::string name;       // as in the log: "mail.daum.net.", "[10.0.2.200]"
  std::string address;    // "10.0.2.200"; empty for local sockets and pipes

  std::string relay() const { return address.empty() ? name : name + " [" + address + "]"; }
  // ${server_name}: without the trailing dot.
  std::string plain_name() const { return name.size() > 1 && name.ends_with('.') ? name.substr(0, name.size() - 1) : name; }
};

}  // namespace sm::delivery
