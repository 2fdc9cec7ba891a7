// The quote and comment delimiters in force, and the table that tells the scanner which bytes need a second look.
// Delimiters may have any length; an empty opening delimiter turns the mechanism off.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "lib/base/ascii.h"

namespace sm::m4cf {

enum class ByteClass : unsigned char { plain, word, quote, comment, nul, open, close, comma };

class Quoting {
 public:
  Quoting() { classify(); }

  const std::string& open() const { return open_; }
  const std::string& close() const { return close_; }
  const std::string& comment_begin() const { return comment_begin_; }
  const std::string& comment_end() const { return comment_end_; }
  // All four delimiters are single bytes or absent, so that none can be cut by the end of a window.
  bool is_simple() const { return simple_; }
  ByteClass classify(char c) const { return classes_[static_cast<unsigned char>(c)]; }
  const std::array<ByteClass, 256>& classes() const { return classes_; }

  void set_quotes(std::string_view open, std::string_view close) {
    open_ = open;
    close_ = close;
    classify();
  }
  void set_comment(std::string_view begin, std::string_view end) {
    comment_begin_ = begin;
    comment_end_ = end;
    classify();
  }

 private:
  ByteClass& at(char c) { return classes_[static_cast<unsigned char>(c)]; }

  // Later entries win: a comment goes before a word, a word before a quote, a quote before punctuation.
  void classify() {
    classes_.fill(ByteClass::plain);
    at('\0') = ByteClass::nul;
    at('(') = ByteClass::open;
    at(')') = ByteClass::close;
    at(',') = ByteClass::comma;
    if (!open_.empty()) at(open_[0]) = ByteClass::quote;
    for (int c = 0; c < 128; c++) {
      char byte = static_cast<char>(c);
      if (ascii::is_alpha(byte) || byte == '_') at(byte) = ByteClass::word;
    }
    if (!comment_begin_.empty()) at(comment_begin_[0]) = ByteClass::comment;
    simple_ = open_.size() <= 1 && close_.size() <= 1 && comment_begin_.size() <= 1 && comment_end_.size() <= 1;
  }

  std::string open_ = "`";
  std::string close_ = "'";
  std::string comment_begin_ = "#";
  std::string comment_end_ = "\n";
  std::array<ByteClass, 256> classes_{};
  bool simple_ = true;
};

constexpr bool is_word_byte(char c) { return ascii::is_alnum(c) || c == '_'; }

}  // namespace sm::m4cf
