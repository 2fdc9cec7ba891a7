// BodyFile: the body of a message, in memory or in a df file. Immutable once made and cheap to copy (the text or the
// descriptor is shared). Line ends are '\n'.
// Invariant: an open file's text does not change; reads go by position, so several deliveries may read at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::message {

class BodyFile {
 public:
  BodyFile() = default;  // an empty body
  static BodyFile from_text(std::string text);
  // `fd` is open for reading; `start` and `size` in bytes: the body's part of the file.
  static BodyFile from_file(UniqueFd fd, int64_t start, int64_t size);
  // What stands for a body whose df file is gone.
  static BodyFile missing();

  int64_t size() const { return size_; }
  bool is_missing() const { return missing_; }
  // At most `limit` bytes from `offset` on; empty at the end.
  Result<std::string> read(int64_t offset, size_t limit) const;
  // The descriptor for sendfile(2), -1 when the body is in memory; the body starts at file_start().
  int fd() const { return fd_ ? fd_->get() : -1; }
  int64_t file_start() const { return start_; }
  // The whole text; for small bodies and tests. Fails above `limit` bytes.
  Result<std::string> text(size_t limit = 64 << 20) const;

 private:
  std::shared_ptr<const std::string> memory_;
  std::shared_ptr<const UniqueFd> fd_;
  int64_t start_ = 0;
  int64_t size_ = 0;
  bool missing_ = false;
};

}  // namespace sm::message
