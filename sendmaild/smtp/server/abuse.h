// Brakes against sessions that only make noise (reference: "possible SMTP attack"): each kind of noise command may come a
// number of times, then each further one costs twice the wait of the one before.
#pragma once

#include <chrono>
#include <cstddef>

namespace sm::smtp::server {

class NoiseCounter {
 public:
  // 0: no limit.
  explicit NoiseCounter(size_t limit) : limit_(limit) {}

  // One more. The wait that is due before it is answered.
  std::chrono::seconds count();
  // count() has just reached the limit: time for the one log line.
  bool just_reached() const { return limit_ > 0 && count_ == limit_; }
  // Twice the limit: the session may be ended.
  bool is_excessive() const { return limit_ > 0 && count_ >= 2 * limit_; }
  size_t counted() const { return count_; }
  void reset() { count_ = 0; }
  void set_limit(size_t limit) { limit_ = limit; }

 private:
  size_t limit_;
  size_t count_ = 0;
};

}  // namespace sm::smtp::server
