// Output and its diversions. Diversion 0 is the standard output, negative ones discard, positive ones keep their text
// until it is brought back; together they hold a bounded amount in memory and move to temporary files beyond it.
// With sync lines on, each line of output is preceded by `#line` wherever its number or file is not what one expects.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/unique_fd.h"
#include "m4cf/byte_buffer.h"
#include "m4cf/byte_sink.h"

namespace sm::m4cf {

class Diversions {
 public:
  // Called with an error text when output or a temporary file fails.
  using OnError = std::function<void(const std::string& text, int error_number)>;

  explicit Diversions(ByteSink& standard) : standard_(&standard) {}

  void on_error(OnError callback) { on_error_ = std::move(callback); }
  // Write each piece at once.
  void set_unbuffered(bool unbuffered) { unbuffered_ = unbuffered; }

  int current() const { return current_; }
  void divert(int number);
  bool discards() const { return current_ < 0; }

  void write(std::string_view text) {
    if (current_ != 0) return write_diverted(text);
    if (text.size() > kBuffer - standard_used_) return write_standard(text);
    copy_to_buffer(text);
  }

  // Appends a diversion's text to the current one and empties it. Nothing for 0, negative, or the current one.
  void undivert(int number);
  // All positive diversions in ascending order.
  void undivert_all();
  // The numbers and texts of the kept diversions, for a frozen file.
  void for_each(const std::function<void(int number, const std::string& text)>& visit);
  void flush();

  // The line number expected at the next line of the current diversion; a negative one forces a `#line` with the file.
  int& output_line() { return line_; }
  // The next byte of output begins a line; as in GNU m4 this survives a change of the diversion.
  bool& at_line_start() { return line_start_; }

 private:
  static constexpr size_t kBuffer = 64 * 1024;
  struct Diversion {
    ByteBuffer memory;
    UniqueFd file;
    size_t file_size = 0;
  };

  void copy_to_buffer(std::string_view text);
  void write_standard(std::string_view text);
  void write_diverted(std::string_view text);
  void make_room(size_t more);
  bool spill(Diversion& diversion);
  void copy_file(const Diversion& diversion);
  void report(const std::string& text, int error_number) const {
    if (on_error_) on_error_(text, error_number);
  }

  ByteSink* standard_;
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(kBuffer);
  size_t standard_used_ = 0;
  bool unbuffered_ = false;
  int current_ = 0;
  Diversion* active_ = nullptr;
  std::map<int, Diversion> kept_;
  size_t in_memory_ = 0;
  int line_ = -1;
  bool line_start_ = true;
  OnError on_error_;
};

}  // namespace sm::m4cf
