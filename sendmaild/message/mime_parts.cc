// See the header.
#include "sendmaild/message/mime_parts.h"

#include "lib/base/text.h"

namespace sm::message {

Result<bool> LineCursor::next(std::string& line) {
  constexpr size_t kChunk = 64 * 1024;
  line.clear();
  for (;;) {
    int64_t offset = position_ - buffer_start_;
    if (offset < 0 || offset >= static_cast<int64_t>(buffer_.size())) {
      Result<std::string> chunk = body_.read(position_, kChunk);
      if (!chunk) return std::move(chunk).error();
      buffer_ = *std::move(chunk);
      buffer_start_ = position_;
      offset = 0;
      if (buffer_.empty()) return !line.empty();
    }
    size_t begin = static_cast<size_t>(offset);
    size_t newline = buffer_.find('\n', begin);
    size_t end = newline == std::string::npos ? buffer_.size() : newline + 1;
    line.append(buffer_, begin, end - begin);
    position_ += static_cast<int64_t>(end - begin);
    if (newline != std::string::npos || line.size() >= kChunk) return true;
  }
}

std::optional<Boundaries::Hit> Boundaries::match(std::string_view line) const {
  if (!line.starts_with("--")) return std::nullopt;
  line = trim_right(line.substr(2));
  for (size_t level = open_.size(); level-- > 0;) {
    const std::string& boundary = open_[level];
    if (!line.starts_with(boundary)) continue;
    std::string_view rest = line.substr(boundary.size());
    if (rest.empty()) return Hit{level, false};
    if (rest == "--") return Hit{level, true};
  }
  return std::nullopt;
}

}  // namespace sm::message
