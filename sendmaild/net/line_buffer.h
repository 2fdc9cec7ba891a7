// LineBuffer: bounded lines over a Stream. A line ends at LF; a CR before it belongs to the line end (command lines may
// come without CR, as sendmail allows; message data has its own, strict decoder).
// Invariant: never holds more than the limit plus one read.
#pragma once

#include <cstddef>
#include <string>

#include "sendmaild/net/stream.h"
#include "sendmaild/net/task.h"

namespace sm::net {

class LineBuffer {
 public:
  // `stream` outlives the buffer.
  explicit LineBuffer(Stream& stream) : stream_(&stream) {}

  enum class End { line, end_of_input, too_long };
  struct Line {
    Line() = default;
    Line(std::string line_text, End line_end) : text(std::move(line_text)), end(line_end) {}
    std::string text;  // without line end; at the end of input what came without one; when too long its beginning
    End end = End::end_of_input;
  };
  // After too_long the rest of that line is still to come.
  Task<Line> read_line(size_t limit);

  // Everything that has been read from the stream and not been used, if anything, else the next bytes; empty at the end.
  Task<std::string> read_block();
  // Gives bytes back that read_block() returned and nobody used.
  void put_back(std::string bytes);
  bool has_buffered() const { return !buffer_.empty(); }
  // Input is here, buffered or in the stream.
  bool has_input() const { return has_buffered() || stream_->has_input(); }

 private:
  Stream* stream_;
  std::string buffer_;
};

}  // namespace sm::net
