// Reads by position from memory or from the file.
#include "sendmaild/message/body_file.h"

#include <algorithm>
#include <cerrno>

namespace sm::message {

BodyFile BodyFile::from_text(std::string text) {
  BodyFile body;
  body.size_ = static_cast<int64_t>(text.size());
  body.memory_ = std::make_shared<const std::string>(std::move(text));
  return body;
}

BodyFile BodyFile::from_file(UniqueFd fd, int64_t start, int64_t size) {
  BodyFile body;
  body.fd_ = std::make_shared<const UniqueFd>(std::move(fd));
  body.start_ = start;
  body.size_ = size;
  return body;
}

BodyFile BodyFile::missing() {
  BodyFile body = from_text("<<< No Message Collected >>>\n");
  body.missing_ = true;
  return body;
}

Result<std::string> BodyFile::read(int64_t offset, size_t limit) const {
  if (offset >= size_) return std::string();
  size_t count = std::min(limit, static_cast<size_t>(size_ - offset));
  if (memory_) return memory_->substr(static_cast<size_t>(offset), count);
  std::string text(count, '\0');
  size_t done = 0;
  while (done < count) {
    ssize_t got = ::pread(fd_->get(), text.data() + done, count - done, start_ + offset + static_cast<int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("cannot read message body", errno, ExitStatus::temp_fail);
    if (got == 0) return Error{"message body is shorter than it was", ExitStatus::temp_fail};
    done += static_cast<size_t>(got);
  }
  return text;
}

Result<std::string> BodyFile::text(size_t limit) const {
  if (static_cast<size_t>(size_) > limit) return Error{"message body is too large", ExitStatus::temp_fail};
  return read(0, static_cast<size_t>(size_));
}

}  // namespace sm::message
