// LineWriter: the line rules of a mailer over text with '\n' line ends: E=, L=, flags b E X 1 7 (Operations Guide, "Mailer
// flags"). Incremental; whole runs of lines are copied where a mailer asks for nothing.
#pragma once

#include <string>
#include <string_view>

namespace sm::message {

struct LineRules {
  std::string eol = "\n";
  size_t limit = 0;              // L=; 0 none: a longer line is cut with "!"
  bool escape_from = false;      // F=E
  bool stuff_dots = false;       // F=X
  bool drop_nul = false;         // F=1
  bool seven_bit = false;        // F=7 without conversion
  bool blank_line_at_end = false;  // F=b
};

class LineWriter {
 public:
  enum class Part { header, body };

  explicit LineWriter(LineRules rules) : rules_(std::move(rules)) {}

  void set_part(Part part) { part_ = part; }
  void feed(std::string_view text, std::string& output);
  // The end of the message: a missing line end, and the blank line of F=b.
  void finish(std::string& output);

 private:
  void line(std::string_view content, std::string& output);
  bool copies() const;

  LineRules rules_;
  Part part_ = Part::body;
  std::string pending_;       // an unfinished line
};

}  // namespace sm::message
