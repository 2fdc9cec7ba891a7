// LineCursor: the lines of a body, with positions to come back to; Boundaries: the delimiters of the multiparts that are
// open at a place of a message (RFC 2046 §5.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/message/body_file.h"

namespace sm::message {

class LineCursor {
 public:
  explicit LineCursor(const BodyFile& body) : body_(body) {}

  // The next line, its "\n" included where it has one; false at the end. Lines longer than 64 KB come in pieces.
  Result<bool> next(std::string& line);
  int64_t position() const { return position_; }
  void seek(int64_t position) { position_ = position; }

 private:
  BodyFile body_;
  std::string buffer_;
  int64_t buffer_start_ = 0;
  int64_t position_ = 0;
};

class Boundaries {
 public:
  struct Hit {
    size_t level = 0;     // 0 the outermost
    bool closing = false;
  };
  static constexpr size_t kDeepest = 20;
  static constexpr size_t kLongest = 127;

  void push(std::string boundary) { open_.push_back(std::move(boundary)); }
  void pop() { open_.pop_back(); }
  size_t depth() const { return open_.size(); }
  // Whether a line delimits one of the open multiparts.
  std::optional<Hit> match(std::string_view line) const;

 private:
  std::vector<std::string> open_;
};

}  // namespace sm::message
