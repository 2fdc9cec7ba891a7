// See the header. Directives are checked piece by piece and handed to snprintf one at a time with a format built here,
// so that nothing of the input reaches snprintf unchecked.
#include "m4cf/format_directive.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>

#include "lib/base/ascii.h"

namespace sm::m4cf {
namespace {

using Warn = std::function<void(const std::string&)>;
using CheckWidth = std::function<void(size_t)>;

class Formatter {
 public:
  Formatter(const Call& call, const Warn& warn, const CheckWidth& check_width)
      : call_(call), warn_(warn), check_width_(check_width), format_(call.arg(1)) {}

  std::string run();

 private:
  bool directive();
  bool number_or_star(int& number);
  void convert(char kind, bool is_long, bool is_short, bool is_char);
  template <typename Value>
  void print(const std::string& format, Value value);
  void pad(std::string_view text);
  std::string next_text() { return std::string(next_ <= call_.count() ? call_.arg(next_++) : std::string_view()); }
  long next_long();
  int next_int();
  double next_double();
  bool missing() const { return next_ > call_.count(); }

  const Call& call_;
  const Warn& warn_;
  const CheckWidth& check_width_;
  std::string_view format_;
  size_t at_ = 0;
  size_t next_ = 2;
  std::string out_;
  std::string flags_;
  int width_ = 0;
  int precision_ = -1;
};

long Formatter::next_long() {
  if (missing()) return 0;
  std::string text = next_text();
  if (text.empty()) {
    warn_("empty string treated as 0");
    return 0;
  }
  char* end = nullptr;
  errno = 0;
  long value = std::strtol(text.c_str(), &end, 10);
  if (static_cast<size_t>(end - text.c_str()) != text.size()) {
    warn_("non-numeric argument " + text);
  } else if (ascii::is_space(text[0])) {
    warn_("leading whitespace ignored");
  } else if (errno == ERANGE) {
    warn_("numeric overflow detected");
  }
  return value;
}

int Formatter::next_int() {
  long value = next_long();
  if (value != static_cast<int>(value) && value != LONG_MAX && value != LONG_MIN) warn_("numeric overflow detected");
  return static_cast<int>(value);
}

double Formatter::next_double() {
  if (missing()) return 0;
  std::string text = next_text();
  if (text.empty()) {
    warn_("empty string treated as 0");
    return 0;
  }
  char* end = nullptr;
  errno = 0;
  double value = std::strtod(text.c_str(), &end);
  if (static_cast<size_t>(end - text.c_str()) != text.size()) {
    warn_("non-numeric argument " + text);
  } else if (ascii::is_space(text[0])) {
    warn_("leading whitespace ignored");
  } else if (errno == ERANGE) {
    warn_("numeric overflow detected");
  }
  return value;
}

void Formatter::pad(std::string_view text) {
  size_t width = static_cast<size_t>(width_);
  size_t blanks = width > text.size() ? width - text.size() : 0;
  bool left = flags_.find('-') != std::string::npos;
  if (!left) out_.append(blanks, ' ');
  out_ += text;
  if (left) out_.append(blanks, ' ');
}

template <typename Value>
void Formatter::print(const std::string& format, Value value) {
  char small[128];
  int length = std::snprintf(small, sizeof small, format.c_str(), width_, precision_, value);
  if (length < 0) return;
  if (static_cast<size_t>(length) < sizeof small) {
    out_.append(small, static_cast<size_t>(length));
    return;
  }
  size_t before = out_.size();
  out_.resize(before + static_cast<size_t>(length) + 1);
  std::snprintf(out_.data() + before, static_cast<size_t>(length) + 1, format.c_str(), width_, precision_, value);
  out_.resize(before + static_cast<size_t>(length));
}

void Formatter::convert(char kind, bool is_long, bool is_short, bool is_char) {
  std::string format = "%" + flags_ + "*.*";
  switch (kind) {
    case 's': {
      std::string text = next_text();
      if (precision_ >= 0 && text.size() > static_cast<size_t>(precision_)) text.resize(static_cast<size_t>(precision_));
      return pad(text);
    }
    case 'c': {
      char c = static_cast<char>(next_int());
      return pad(c == '\0' ? std::string_view() : std::string_view(&c, 1));
    }
    case 'd': case 'i': case 'o': case 'x': case 'X': case 'u':
      if (is_long) return print(format + "l" + kind, next_long());
      if (is_char) return print(format + "hh" + kind, next_int());
      if (is_short) return print(format + "h" + kind, next_int());
      return print(format + kind, next_int());
    default:
      return print(format + kind, next_double());
  }
}

bool Formatter::number_or_star(int& number) {
  if (at_ < format_.size() && format_[at_] == '*') {
    number = next_int();
    at_++;
    return true;
  }
  long value = 0;
  while (at_ < format_.size() && ascii::is_digit(format_[at_])) {
    value = value * 10 + (format_[at_++] - '0');
    if (value > INT_MAX / 2) value = INT_MAX / 2;
  }
  number = static_cast<int>(value);
  return true;
}

// Reads one directive behind its '%'. False when it is none.
bool Formatter::directive() {
  flags_.clear();
  width_ = 0;
  precision_ = -1;
  while (at_ < format_.size() && std::string_view(" +-0#'").find(format_[at_]) != std::string_view::npos) {
    if (flags_.find(format_[at_]) == std::string::npos) flags_ += format_[at_];
    at_++;
  }
  number_or_star(width_);
  if (width_ < 0) {
    flags_ += '-';
    width_ = width_ == INT_MIN ? INT_MAX / 2 : -width_;
  }
  if (at_ < format_.size() && format_[at_] == '.') {
    at_++;
    number_or_star(precision_);
  }
  check_width_(static_cast<size_t>(width_));
  if (precision_ > 0) check_width_(static_cast<size_t>(precision_));
  bool is_long = false;
  bool is_short = false;
  bool is_char = false;
  if (at_ < format_.size() && format_[at_] == 'l') {
    is_long = true;
    at_++;
  } else if (at_ < format_.size() && format_[at_] == 'h') {
    is_short = true;
    at_++;
    if (at_ < format_.size() && format_[at_] == 'h') {
      is_char = true;
      at_++;
    }
  }
  if (at_ >= format_.size()) return false;
  char kind = format_[at_++];
  std::string_view known = is_short ? "diouxX" : is_long ? "diouxXaAeEfFgG" : "sdciouxXaAeEfFgG";
  if (known.find(kind) == std::string_view::npos) return false;
  convert(kind, is_long, is_short, is_char);
  return true;
}

std::string Formatter::run() {
  while (at_ < format_.size()) {
    size_t percent = format_.find('%', at_);
    if (percent == std::string_view::npos) percent = format_.size();
    out_ += format_.substr(at_, percent - at_);
    at_ = percent + 1;
    if (percent == format_.size()) break;
    if (at_ < format_.size() && format_[at_] == '%') {
      out_ += '%';
      at_++;
      continue;
    }
    if (!directive()) warn_("Warning: unrecognized specifier in `" + std::string(format_) + "'");
  }
  return std::move(out_);
}

}  // namespace

std::string format_directives(const Call& call, const Warn& warn, const CheckWidth& check_width) {
  return Formatter(call, warn, check_width).run();
}

}  // namespace sm::m4cf
