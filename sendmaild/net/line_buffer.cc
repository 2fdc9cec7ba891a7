// See the header.
#include "sendmaild/net/line_buffer.h"

#include <utility>

namespace sm::net {

Task<LineBuffer::Line> LineBuffer::read_line(size_t limit) {
  size_t searched = 0;
  while (true) {
    size_t end = buffer_.find('\n', searched);
    size_t length = end == std::string::npos ? buffer_.size() : end;
    if (length > limit) {
      std::string head = buffer_.substr(0, limit);
      buffer_.erase(0, limit);
      co_return Line(std::move(head), End::too_long);
    }
    if (end != std::string::npos) {
      std::string text = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (!text.empty() && text.back() == '\r') text.pop_back();
      if (buffer_.empty()) buffer_.shrink_to_fit();
      co_return Line(std::move(text), End::line);
    }
    searched = buffer_.size();
    std::string more = co_await stream_->read_some();
    if (more.empty()) {
      std::string rest = std::exchange(buffer_, std::string());
      co_return Line(std::move(rest), End::end_of_input);
    }
    buffer_ += more;
  }
}

Task<std::string> LineBuffer::read_block() {
  if (!buffer_.empty()) co_return std::exchange(buffer_, std::string());
  std::string bytes = co_await stream_->read_some();
  co_return bytes;
}

void LineBuffer::put_back(std::string bytes) { buffer_.insert(0, bytes); }

}  // namespace sm::net
