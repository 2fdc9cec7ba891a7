// See the header.
#include "sendmaild/net/auth_mask.h"

#include "lib/base/ascii.h"

namespace sm::net {
namespace {

constexpr std::string_view kHidden = "*****";

}  // namespace

std::string AuthMask::shown(TrafficLog::Direction direction, std::string_view line) {
  if (client_ && *client_ == direction && challenged_) {
    challenged_ = false;
    return std::string(kHidden);
  }
  if (client_ && *client_ != direction) {
    challenged_ = line.starts_with("334");
    if (!challenged_) client_.reset();
  }
  if (!ascii::starts_with_ignoring_case(line, "AUTH ")) return std::string(line);
  client_ = direction;
  size_t initial = line.find(' ', 5);
  if (initial == std::string_view::npos) return std::string(line);
  return std::string(line.substr(0, initial + 1)).append(kHidden);
}

}  // namespace sm::net
