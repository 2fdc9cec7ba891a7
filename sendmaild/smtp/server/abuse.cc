// See the header.
#include "sendmaild/smtp/server/abuse.h"

#include <algorithm>

namespace sm::smtp::server {
namespace {

constexpr long kLongestWait = 240;  // seconds
constexpr size_t kLastDoubling = 8;

}  // namespace

std::chrono::seconds NoiseCounter::count() {
  ++count_;
  if (limit_ == 0 || count_ < limit_) return std::chrono::seconds(0);
  size_t doublings = count_ - limit_;
  if (doublings >= kLastDoubling) return std::chrono::seconds(kLongestWait);
  return std::chrono::seconds(std::min(kLongestWait, 1L << doublings));
}

}  // namespace sm::smtp::server
