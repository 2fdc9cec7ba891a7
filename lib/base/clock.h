// Clock: where the time comes from, so that tests can set it. System time only; waits use their own steady clocks.
#pragma once

#include <chrono>

namespace sm {

using TimePoint = std::chrono::system_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override { return std::chrono::system_clock::now(); }
};

// Stands still until it is told otherwise. Not thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start) : now_(start) {}
  TimePoint now() const override { return now_; }
  void advance(std::chrono::seconds by) { now_ += by; }

 private:
  TimePoint now_;
};

// Seconds since 1970 and back: the form of times in queue files.
inline int64_t to_seconds(TimePoint time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}
inline TimePoint from_seconds(int64_t value) { return TimePoint(std::chrono::seconds(value)); }

}  // namespace sm
