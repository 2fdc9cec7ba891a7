// RefPtr<T>: an intrusive owner for objects of one thread. A macro body is held by its symbol, by each pending call
// and by each expansion that is still being read; counting inside the object makes that free of atomics.
// T derives from RefCounted<T>.
#pragma once

#include <cstdint>
#include <utility>

namespace sm::m4cf {

template <typename T>
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

 private:
  template <typename U>
  friend class RefPtr;
  mutable uint32_t references_ = 0;
};

template <typename T>
class RefPtr {
 public:
  RefPtr() = default;
  RefPtr(T* object) : object_(object) {
    if (object_) object_->references_++;
  }
  RefPtr(const RefPtr& other) : RefPtr(other.object_) {}
  RefPtr(RefPtr&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  RefPtr& operator=(RefPtr other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~RefPtr() {
    if (object_ && --object_->references_ == 0) T::destroy(object_);
  }

  T* get() const { return object_; }
  T* operator->() const { return object_; }
  T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  T* object_ = nullptr;
};

}  // namespace sm::m4cf
