// See the header. Reads in large blocks: a million lines must not cost a million calls.
#include "lib/mapsource/map_source.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/ascii.h"

namespace sm::mapsource {

namespace {

constexpr size_t kBlock = 256 * 1024;

}  // namespace

MapSource::MapSource(int fd, SourceRules rules) : fd_(fd), rules_(rules) {}

Result<std::optional<std::string_view>> MapSource::read_line() {
  for (;;) {
    std::string_view rest = std::string_view(buffer_).substr(position_);
    size_t end = rest.find('\n');
    if (end != std::string_view::npos) {
      position_ += end + 1;
      return std::optional(rest.substr(0, end));
    }
    if (at_end_) {
      position_ = buffer_.size();
      return rest.empty() ? std::optional<std::string_view>() : std::optional(rest);
    }
    if (rest.size() > kMaxLine + kBlock) {
      // The line is too long however it goes on: keep enough of it to say so.
      buffer_.erase(position_ + kMaxLine + 1);
    }
    buffer_.erase(0, position_);
    position_ = 0;
    size_t filled = buffer_.size();
    buffer_.resize(filled + kBlock);
    ssize_t got = 0;
    do {
      got = ::read(fd_, buffer_.data() + filled, kBlock);
    } while (got < 0 && errno == EINTR);
    buffer_.resize(filled + static_cast<size_t>(got > 0 ? got : 0));
    if (got < 0) return system_error("read", errno, ExitStatus::io_error);
    if (got == 0) at_end_ = true;
  }
}

Result<bool> MapSource::next(SourceLine& line) {
  for (;;) {
    Result<std::optional<std::string_view>> text = read_line();
    if (!text) return std::move(text).error();
    if (!*text) return false;
    number_++;
    std::string_view content = **text;
    line.number = number_;
    line.problem = LineProblem::none;
    if (content.size() > kMaxLine || content.find('\0') != std::string_view::npos) {
      // A NUL hides the end of its line from C programs, which is how makemap has always reported it.
      line.problem = LineProblem::too_long;
      return true;
    }
    if (content.ends_with('\r')) saw_carriage_return_ = true;
    if (content.empty() || content.front() == rules_.comment) continue;
    take_apart(content, line);
    return true;
  }
}

void MapSource::take_apart(std::string_view text, SourceLine& line) const {
  auto separates = [&](char c) { return rules_.separator ? c == *rules_.separator : ascii::is_space(c); };
  if (!rules_.separator && ascii::is_space(text.front())) {
    line.problem = LineProblem::leading_space;
    return;
  }
  size_t key_end = 0;
  while (key_end < text.size() && !separates(text[key_end])) key_end++;
  size_t value_start = key_end;
  while (value_start < text.size() && separates(text[value_start])) value_start++;
  line.key.assign(text.substr(0, key_end));
  line.value.assign(text.substr(value_start));
  if (rules_.fold_keys) {
    for (char& c : line.key) c = ascii::to_lower(c);
  }
  if (line.value.empty() && !rules_.empty_values) line.problem = LineProblem::no_value;
}

std::optional<std::string_view> column(std::string_view line, size_t index, std::optional<char> separator) {
  size_t start = 0;
  for (size_t i = 0;; i++) {
    size_t end = start;
    if (separator) {
      end = std::min(line.find(*separator, start), line.size());
      if (i == index) return line.substr(start, end - start);
      if (end == line.size()) return std::nullopt;
      start = end + 1;
      continue;
    }
    while (start < line.size() && ascii::is_space(line[start])) start++;
    if (start == line.size()) return std::nullopt;
    end = start;
    while (end < line.size() && !ascii::is_space(line[end])) end++;
    if (i == index) return line.substr(start, end - start);
    start = end;
  }
}

}  // namespace sm::mapsource
