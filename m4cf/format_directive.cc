// See the header. Directives are checked piece by piece and handed to snprintf one at a time with a format built here,
// so that nothing of the input reaches snprintf unchecked.
#include "m4cf/format_directive.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include "lib/base/ascii.h"

namespace sm::m4cf {
namespace {

// A conversion that GNU m4 knows, and the flags, lengths and precision it takes with it.
struct Conversion {
  char kind;
  std::string_view flags;
  std::string_view lengths;
  bool takes_precision;
};
constexpr std::string_view kIntegerLengths = "lh";
constexpr std::string_view kRealLengths = "l";
constexpr std::string_view kNoLengths = "";
constexpr Conversion kConversions[] = {
    {'d', " +-0'", kIntegerLengths, true}, {'i', " +-0'", kIntegerLengths, true}, {'u', "-0'", kIntegerLengths, true},
    {'o', "-0#", kIntegerLengths, true},   {'x', "-0#", kIntegerLengths, true},   {'X', "-0#", kIntegerLengths, true},
    {'a', " +-0#", kRealLengths, true},    {'A', " +-0#", kRealLengths, true},    {'e', " +-0#", kRealLengths, true},
    {'E', " +-0#", kRealLengths, true},    {'f', " +-0#'", kRealLengths, true},   {'F', " +-0#'", kRealLengths, true},
    {'g', " +-0#'", kRealLengths, true},   {'G', " +-0#'", kRealLengths, true},   {'s', "-", kNoLengths, true},
    {'c', "-", kNoLengths, false},
};

const Conversion* find_conversion(char kind) {
  for (const Conversion& known : kConversions) {
    if (known.kind == kind) return &known;
  }
  return nullptr;
}

using Warn = std::function<void(const std::string&)>;
using CheckWidth = std::function<void(size_t)>;

class Formatter {
 public:
  Formatter(const Call& call, const Warn& warn, const CheckWidth& check_width)
      : call_(call), warn_(warn), check_width_(check_width), format_(call.arg(1)) {}

  std::string run();

 private:
  bool directive();
  int number_or_star();
  // Passes the byte when it is the next one.
  bool take(char c) {
    if (at_ >= format_.size() || format_[at_] != c) return false;
    at_++;
    return true;
  }
  void convert(char kind, const std::string& length);
  template <typename Value>
  void print(const std::string& format, Value value);
  void pad(std::string_view text);
  std::string next_text() { return std::string(next_ <= call_.count() ? call_.arg(next_++) : std::string_view()); }
  template <typename Value, typename Read>
  Value next_number(Read read);
  template <typename Value>
  Value next_integer();
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

// An argument as a number, read by strtol or strtod, with one warning at most.
template <typename Value, typename Read>
Value Formatter::next_number(Read read) {
  if (missing()) return 0;
  std::string text = next_text();
  if (text.empty()) {
    warn_("empty string treated as 0");
    return 0;
  }
  char* end = nullptr;
  errno = 0;
  const auto wide = read(text.c_str(), &end);
  const Value value = static_cast<Value>(wide);
  bool overflow = errno == ERANGE;
  if constexpr (std::is_integral_v<Value>) overflow = overflow || value != wide;
  if (static_cast<size_t>(end - text.c_str()) != text.size()) {
    warn_("non-numeric argument " + text);
  } else if (ascii::is_space(text[0])) {
    warn_("leading whitespace ignored");
  } else if (overflow) {
    warn_("numeric overflow detected");
  }
  return value;
}

template <typename Value>
Value Formatter::next_integer() {
  return next_number<Value>([](const char* text, char** end) { return std::strtol(text, end, 10); });
}

double Formatter::next_double() {
  return next_number<double>([](const char* text, char** end) { return std::strtod(text, end); });
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

void Formatter::convert(char kind, const std::string& length) {
  std::string format = "%" + flags_ + "*.*";
  switch (kind) {
    case 's': {
      std::string text = next_text();
      if (precision_ >= 0 && text.size() > static_cast<size_t>(precision_)) text.resize(static_cast<size_t>(precision_));
      return pad(text);
    }
    case 'c': {
      char c = static_cast<char>(next_integer<int>());
      size_t before = out_.size();
      pad({&c, 1});
      // A NUL ends what the directive gives.
      if (c == '\0') out_.resize(out_.find('\0', before));
      return;
    }
    case 'd': case 'i': case 'o': case 'x': case 'X': case 'u':
      if (length == "l") return print(format + length + kind, next_integer<long>());
      return print(format + length + kind, next_integer<int>());
    default:
      return print(format + kind, next_double());
  }
}

int Formatter::number_or_star() {
  if (take('*')) return next_integer<int>();
  long value = 0;
  while (at_ < format_.size() && ascii::is_digit(format_[at_])) {
    value = value * 10 + (format_[at_++] - '0');
    if (value > INT_MAX / 2) value = INT_MAX / 2;
  }
  return static_cast<int>(value);
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
  const std::string given_flags = flags_;
  width_ = number_or_star();
  if (width_ < 0) {
    flags_ += '-';
    width_ = width_ == INT_MIN ? INT_MAX / 2 : -width_;
  }
  const bool has_precision = take('.');
  if (has_precision) precision_ = number_or_star();
  check_width_(static_cast<size_t>(width_));
  if (precision_ > 0) check_width_(static_cast<size_t>(precision_));
  std::string length;
  if (take('l')) {
    length = "l";
  } else if (take('h')) {
    length = take('h') ? "hh" : "h";
  }
  if (at_ >= format_.size()) return false;
  const Conversion* conversion = find_conversion(format_[at_++]);
  if (!conversion || given_flags.find_first_not_of(conversion->flags) != std::string::npos ||
      length.find_first_not_of(conversion->lengths) != std::string::npos ||
      (has_precision && !conversion->takes_precision)) {
    return false;
  }
  convert(conversion->kind, length);
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
