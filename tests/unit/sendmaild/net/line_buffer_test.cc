// Lines from a stream in arbitrary pieces, never more of one than the limit.
#include "sendmaild/net/line_buffer.h"

#include <doctest/doctest.h>

#include "sendmaild/net/event_loop.h"
#include "tests/support/memory_stream.h"

using namespace sm::net;
using sm::test::MemoryStream;

namespace {

Task<std::vector<std::string>> read_all(LineBuffer& lines, size_t limit) {
  std::vector<std::string> result;
  while (true) {
    LineBuffer::Line line = co_await lines.read_line(limit);
    if (line.end == LineBuffer::End::end_of_input) {
      result.push_back("end:" + line.text);
      co_return result;
    }
    result.push_back(line.end == LineBuffer::End::too_long ? "long:" + line.text : line.text);
  }
}

}  // namespace

TEST_CASE("net/line_buffer: lines end at LF, with or without CR, however the bytes arrive") {
  struct Row {
    const char* what;
    std::vector<std::string> turns;
    std::vector<std::string> lines;
  };
  const Row rows[] = {
      {"one line", {"HELO a\r\n"}, {"HELO a", "end:"}},
      {"LF alone", {"HELO a\n"}, {"HELO a", "end:"}},
      {"in pieces", {"HE", "LO a\r", "\n"}, {"HELO a", "end:"}},
      {"several at once", {"a\r\nb\nc"}, {"a", "b", "end:c"}},
      {"CR inside stays", {"a\rb\r\n"}, {"a\rb", "end:"}},
      {"exactly the limit", {"12345678\r\n"}, {"12345678", "end:"}},
      {"too long", {"123456789ABCDEF\r\nx\r\n"}, {"long:12345678", "9ABCDEF", "x", "end:"}},
      {"empty line", {"\r\n\n"}, {"", "", "end:"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    EventLoop loop;
    MemoryStream::Record record;
    MemoryStream stream(record, row.turns);
    LineBuffer lines(stream);
    // A CR may be the ninth byte of a line of eight.
    CHECK(loop.run_until_done(read_all(lines, row.what == std::string("too long") ? 8 : 9)) == row.lines);
  }
}
