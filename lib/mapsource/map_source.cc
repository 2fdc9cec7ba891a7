// See the header. Reads in large blocks: a million lines must not cost a million calls.
#include "lib/mapsource/map_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/ascii.h"

namespace sm::mapsource {

namespace {

constexpr size_t kBlock = 256 * 1024;

}  // namespace

MapSource::MapSource(int fd, SourceRules rules) : fd_(fd), rules_(rules) {}

Result<void> MapSource::fill() {
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
  return {};
}

Result<std::optional<MapSource::Piece>> MapSource::read_piece() {
  for (;;) {
    std::string_view rest = std::string_view(buffer_).substr(position_);
    size_t end = rest.substr(0, kMaxLine + 1).find('\n');
    bool cut = end == std::string_view::npos && rest.size() > kMaxLine;
    if (end == std::string_view::npos && !cut && !at_end_) {
      if (Result<void> filled = fill(); !filled) return filled.error();
      continue;
    }
    if (cut) end = kMaxLine + 1;
    size_t taken = end == std::string_view::npos ? rest.size() : end + (cut ? 0 : 1);
    position_ += taken;
    if (taken == 0) return std::optional<Piece>();
    return std::optional(Piece{rest.substr(0, std::min(end, rest.size())), cut, end == std::string_view::npos});
  }
}

Result<bool> MapSource::next(SourceLine& line) {
  for (;;) {
    Result<std::optional<Piece>> piece = read_piece();
    if (!piece) return std::move(piece).error();
    if (!*piece) return false;
    number_++;
    std::string_view content = (*piece)->text;
    line.number = number_;
    line.problem = LineProblem::none;
    // A NUL hides the end of its line from C programs: makemap has always taken that for a line without one.
    size_t null = content.find('\0');
    if ((*piece)->cut || (null != std::string_view::npos && !(*piece)->last)) {
      line.problem = LineProblem::too_long;
      return true;
    }
    content = content.substr(0, null);
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
