// See the header. Errors of writing are not reported: mail is more important than its protocol.
#include "lib/base/traffic_log.h"

#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/posix.h"

namespace sm {

void TrafficLog::write(const char* mark, std::string_view text) const {
  static_cast<void>(write_all(file_.get(), fmt::format("{:05} {} {}\n", ::getpid(), mark, text)));
}

void TrafficLog::line(Direction direction, std::string_view text) const {
  write(direction == Direction::in ? "<<<" : ">>>", text);
}

void TrafficLog::note(std::string_view text) const { write("===", text); }

void TrafficLines::write() const { log_->line(direction_, shown_ ? shown_(rest_) : rest_); }

void TrafficLines::feed(std::string_view text) {
  while (!text.empty()) {
    size_t end = text.find('\n');
    rest_.append(text.substr(0, end));
    if (end == std::string_view::npos) return;
    if (rest_.ends_with('\r')) rest_.pop_back();
    write();
    rest_.clear();
    text.remove_prefix(end + 1);
  }
}

void TrafficLines::finish() {
  if (!rest_.empty()) write();
  rest_.clear();
  if (direction_ == TrafficLog::Direction::in) log_->line(direction_, "[EOF]");
}

}  // namespace sm
