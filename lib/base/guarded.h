// Guarded<T>: a value that can be reached only while its lock is held.
#pragma once

#include <mutex>
#include <utility>

namespace sm {

template <typename T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  // Calls use(value) under the lock and returns what it returns. Nothing that refers into the value may leave.
  template <typename Use>
  auto with(Use&& use) {
    std::lock_guard<std::mutex> lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

 private:
  std::mutex mutex_;
  T value_{};
};

}  // namespace sm
