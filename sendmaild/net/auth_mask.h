// AuthMask: the lines of an SMTP session with the secrets of AUTH (RFC 4954) left out, for those who look on. Sans-I/O; it
// sees both directions, and takes for the client whoever begins with AUTH.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/traffic_log.h"

namespace sm::net {

class AuthMask {
 public:
  // The line as it may be shown: an initial response and the answers to challenges are "*****".
  std::string shown(TrafficLog::Direction direction, std::string_view line);

 private:
  std::optional<TrafficLog::Direction> client_;  // while an exchange is under way
  bool challenged_ = false;                        // and its next line is a response
};

}  // namespace sm::net
