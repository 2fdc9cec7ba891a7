// A Stream whose lines are written to a TrafficLog, in the clear: above TLS, below a security layer
// of AUTH, whose secrets are left out.
#pragma once

#include <memory>

#include "lib/base/traffic_log.h"
#include "sendmaild/net/stream.h"

namespace sm::net {

// `log` null: the stream as it is.
std::unique_ptr<Stream> tapped(std::unique_ptr<Stream> stream, const std::shared_ptr<const TrafficLog>& log);

}  // namespace sm::net
