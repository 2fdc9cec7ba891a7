// An X line: a mail filter the receiver talks to.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace sm::config {

struct MilterSpec {
  std::string name;
  std::string socket;  // S=, "inet:port@host", "local:/path"
  char failure = 0;    // F=: R reject, T tempfail, 4 close with 421, 0 accept
  // The path of a local socket; nothing for inet and inet6.
  std::optional<std::string> local_path() const;

  std::chrono::seconds connect_timeout{300}, send_timeout{10}, read_timeout{10}, eom_timeout{300};  // T=C:S:R:E:
};

}  // namespace sm::config
