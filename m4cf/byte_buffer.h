// ByteBuffer: a growing run of bytes that is cut back like a stack. Memory grows by remapping rather than copying, and
// new room is not zeroed: arguments of a hundred megabytes pass through it.
#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

namespace sm::m4cf {

class ByteBuffer {
 public:
  const char* data() const { return bytes_.get(); }
  char* data() { return bytes_.get(); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view view(size_t offset, size_t length) const { return {bytes_.get() + offset, length}; }

  void append(const char* bytes, size_t length) {
    if (length == 0) return;
    std::memcpy(extend(length), bytes, length);
  }
  void append(std::string_view text) { append(text.data(), text.size()); }
  void push_back(char c) { *extend(1) = c; }

  // Adds `length` bytes of unspecified value and returns where they start.
  char* extend(size_t length) {
    if (capacity_ - size_ < length) grow(length);
    char* start = bytes_.get() + size_;
    size_ += length;
    return start;
  }
  // Cuts back to `size` bytes; a huge buffer that is nearly empty gives its memory back.
  void truncate(size_t size) {
    size_ = size;
    if (capacity_ > kKeep && size < capacity_ / 16) resize(size < kKeep / 2 ? kKeep : size * 2);
  }
  // Frees everything.
  void release() {
    bytes_.reset();
    size_ = capacity_ = 0;
  }

 private:
  static constexpr size_t kKeep = 1 << 20;
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  void grow(size_t more) {
    size_t wanted = capacity_ + capacity_ / 2 + 256;
    if (wanted < size_ + more) wanted = size_ + more;
    resize(wanted);
  }
  void resize(size_t capacity) {
    void* moved = std::realloc(bytes_.get(), capacity);
    if (!moved) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(static_cast<char*>(moved));
    capacity_ = capacity;
  }

  std::unique_ptr<char, Free> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace sm::m4cf
