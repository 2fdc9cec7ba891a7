// Where bytes go: a descriptor or a string. Writes report failure by their result; the caller decides what it means.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/posix.h"

namespace sm::m4cf {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Result<void> write(std::string_view bytes) = 0;
};

// Writes to a descriptor somebody else owns.
class FdSink : public ByteSink {
 public:
  explicit FdSink(int fd) : fd_(fd) {}
  Result<void> write(std::string_view bytes) override { return write_all(fd_, bytes); }

 private:
  int fd_;
};

// Collects in memory, for tests and for callers that want the text.
class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    text.append(bytes);
    return {};
  }

  std::string text;
};

}  // namespace sm::m4cf
