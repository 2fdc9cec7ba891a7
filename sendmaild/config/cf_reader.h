// Physical lines of a sendmail.cf to logical ones: continuation lines folded, comments gone, `$` encoded.
// Lines end with LF or CRLF; a NUL ends the text of its line, as in C.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::config {

struct LogicalLine {
  std::string text;                 // encoded, without trailing blanks; never empty, never a comment
  int line = 0;                     // of its last physical line, which complaints name
  std::vector<std::string> errors;  // from the encoding of `$`
};

// Text without inline comments (a `#` in its first column is none) and without blanks at its end.
std::string without_comments(std::string_view folded);

class CfReader {
 public:
  explicit CfReader(std::string_view text) : text_(text) {}
  // The next line that says something; nothing at the end.
  std::optional<LogicalLine> next();
  // Inline comments exist from V3 on; below, `#` is only special in column one. Starts as true.
  void set_inline_comments(bool on) { inline_comments_ = on; }

 private:
  std::string_view physical_line();

  std::string_view text_;
  size_t position_ = 0;
  int line_ = 0;
  bool inline_comments_ = true;
};

}  // namespace sm::config
