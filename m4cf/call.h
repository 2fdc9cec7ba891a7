// Call: a macro call with its collected arguments, as a builtin sees it. A view: valid only while the builtin runs and
// pushes no call of its own.
#pragma once

#include <string_view>
#include <vector>

#include "m4cf/byte_buffer.h"
#include "m4cf/input_stack.h"
#include "m4cf/symbol_table.h"

namespace sm::m4cf {

// One argument: bytes of the argument buffer, or a builtin token.
struct Argument {
  size_t offset = 0;
  size_t length = 0;
  const Builtin* builtin = nullptr;
};

class Call {
 public:
  Call(std::string_view name, const Argument* arguments, size_t count, const ByteBuffer& text, const Location& location)
      : name_(name), arguments_(arguments), count_(count), text_(&text), location_(location) {}

  std::string_view name() const { return name_; }
  // Arguments given, the name not counted. A call without parentheses has none, `f()` has one empty argument.
  size_t count() const { return count_; }
  // Argument 1, 2 …; empty when it was not given or is a builtin token.
  std::string_view arg(size_t number) const {
    if (number == 0 || number > count_) return {};
    const Argument& argument = arguments_[number - 1];
    return text_->view(argument.offset, argument.length);
  }
  // The builtin an argument consists of, or nullptr.
  const Builtin* builtin(size_t number) const {
    return number == 0 || number > count_ ? nullptr : arguments_[number - 1].builtin;
  }
  const Location& location() const { return location_; }

  // The same call seen by the macro its first argument names (indir, builtin).
  Call inner() const {
    return count_ == 0 ? *this : Call(arg(1), arguments_ + 1, count_ - 1, *text_, location_);
  }

 private:
  std::string_view name_;
  const Argument* arguments_;
  size_t count_;
  const ByteBuffer* text_;
  Location location_;
};

}  // namespace sm::m4cf
