// Precedence climbing. An error stops reading where it happened; `||` and `&&` forgive a division error on the side
// that does not count, but what was left unread then is "excess input", as with GNU m4.
#include "m4cf/arithmetic.h"

#include <cstdint>

#include "lib/base/ascii.h"

namespace sm::m4cf {
namespace {

enum class Op {
  end, stuck, bad, invalid, number, open, close, negate_logic, complement, power, times, divide, modulo, plus, minus,
  shift_left, shift_right, less, less_equal, greater, greater_equal, equal, not_equal, assign, bit_and, bit_xor,
  bit_or, and_also, or_else,
};

constexpr std::string_view kSyntax = "bad expression in eval";
constexpr std::string_view kMissingParenthesis = "bad expression in eval (missing right parenthesis)";
constexpr std::string_view kBadInput = "bad expression in eval (bad input)";
constexpr std::string_view kExcess = "bad expression in eval (excess input)";
constexpr std::string_view kInvalidOperator = "invalid operator in eval";
constexpr std::string_view kDivideByZero = "divide by zero in eval";
constexpr std::string_view kModuloByZero = "modulo by zero in eval";
constexpr std::string_view kNegativeExponent = "negative exponent in eval";
constexpr std::string_view kTooDeep = "expression nested too deep in eval";
constexpr int kMaxDepth = 4000;

int precedence(Op op) {
  switch (op) {
    case Op::or_else: return 1;
    case Op::and_also: return 2;
    case Op::bit_or: return 3;
    case Op::bit_xor: return 4;
    case Op::bit_and: return 5;
    case Op::equal: case Op::not_equal: case Op::assign: return 6;
    case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return 7;
    case Op::shift_left: case Op::shift_right: return 8;
    case Op::plus: case Op::minus: return 9;
    case Op::times: case Op::divide: case Op::modulo: return 10;
    case Op::power: return 11;
    default: return 0;
  }
}

int digit_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  if (ascii::is_lower(c)) return c - 'a' + 10;
  if (ascii::is_upper(c)) return c - 'A' + 10;
  return 99;
}

int wrap(int64_t value) { return static_cast<int>(static_cast<uint32_t>(value)); }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Evaluation parse() {
    Evaluation result;
    next();
    at_first_ = true;
    result.error = binary(1, result.value);
    if (result.error.empty() && op_ != Op::end) {
      result.error = op_ == Op::invalid ? kInvalidOperator : kExcess;
    }
    result.assignments = assignments_;
    return result;
  }

 private:
  void next();
  Op read_number();
  Op read_operator(char c);
  Op either(char follow, Op with, Op without);
  std::string_view primary(int& value);
  std::string_view binary(int lowest, int& value);
  std::string_view apply(Op op, int& left, int right) const;
  static std::string_view power(int& left, int right);

  std::string_view text_;
  size_t at_ = 0;
  Op op_ = Op::end;
  int number_ = 0;
  int depth_ = 0;
  int assignments_ = 0;
  // The current token is the first of the expression.
  bool at_first_ = false;
};

void Parser::next() {
  at_first_ = false;
  while (at_ < text_.size() && ascii::is_space(text_[at_])) at_++;
  if (at_ >= text_.size()) {
    op_ = Op::end;
  } else if (ascii::is_digit(text_[at_])) {
    op_ = read_number();
  } else {
    op_ = read_operator(text_[at_++]);
  }
}

Op Parser::read_number() {
  unsigned base = 10;
  if (text_[at_] == '0') {
    at_++;
    char mark = at_ < text_.size() ? ascii::to_lower(text_[at_]) : '\0';
    base = 8;
    if (mark == 'x' || mark == 'b') {
      base = mark == 'x' ? 16 : 2;
      at_++;
    } else if (mark == 'r') {
      at_++;
      base = 0;
      while (at_ < text_.size() && ascii::is_digit(text_[at_]) && base <= 36) {
        base = base * 10 + static_cast<unsigned>(text_[at_++] - '0');
      }
      if (base < 1 || base > 36 || at_ >= text_.size() || text_[at_] != ':') return Op::bad;
      at_++;
    }
  }
  uint32_t value = 0;
  for (; at_ < text_.size(); at_++) {
    int digit = digit_value(text_[at_]);
    if (base == 1 && digit == 1) {
      value++;
    } else if (base == 1 && digit == 0 && value == 0) {
      continue;
    } else if (base == 1 || digit >= static_cast<int>(base)) {
      break;
    } else {
      value = value * base + static_cast<uint32_t>(digit);
    }
  }
  number_ = static_cast<int>(value);
  return Op::number;
}

Op Parser::either(char follow, Op with, Op without) {
  if (at_ < text_.size() && text_[at_] == follow) {
    at_++;
    return with;
  }
  return without;
}

Op Parser::read_operator(char c) {
  // `+=` and its kind, and doubled signs, exist in C but not here.
  bool assigned = at_ < text_.size() && text_[at_] == '=';
  bool doubled = at_ < text_.size() && text_[at_] == c;
  switch (c) {
    case '(': return Op::open;
    case ')': return Op::close;
    case '~': return Op::complement;
    case '!': return either('=', Op::not_equal, Op::negate_logic);
    case '=': return either('=', Op::equal, Op::assign);
    case '+': return assigned || doubled ? Op::invalid : Op::plus;
    case '-': return assigned || doubled ? Op::invalid : Op::minus;
    case '/': return assigned ? Op::invalid : Op::divide;
    case '%': return assigned ? Op::invalid : Op::modulo;
    case '^': return assigned ? Op::invalid : Op::bit_xor;
    case '*':
      if (doubled) {
        at_++;
        return Op::power;
      }
      return assigned ? Op::invalid : Op::times;
    case '&': return assigned ? Op::invalid : either('&', Op::and_also, Op::bit_and);
    case '|': return assigned ? Op::invalid : either('|', Op::or_else, Op::bit_or);
    case '<':
      if (doubled) {
        at_++;
        return either('=', Op::invalid, Op::shift_left);
      }
      return either('=', Op::less_equal, Op::less);
    case '>':
      if (doubled) {
        at_++;
        return either('=', Op::invalid, Op::shift_right);
      }
      return either('=', Op::greater_equal, Op::greater);
    default: return Op::bad;
  }
}

std::string_view Parser::primary(int& value) {
  // Unary operators are gathered first and applied from the inside out.
  std::string signs;
  for (;; next()) {
    if (op_ == Op::minus) {
      signs += '-';
    } else if (op_ == Op::complement) {
      signs += '~';
    } else if (op_ == Op::negate_logic) {
      signs += '!';
    } else if (op_ != Op::plus) {
      break;
    }
  }
  if (op_ == Op::invalid) return kInvalidOperator;
  if (op_ == Op::bad && !at_first_) return kBadInput;
  if (op_ == Op::open) {
    if (++depth_ > kMaxDepth) return kTooDeep;
    next();
    std::string_view error = binary(1, value);
    if (!error.empty()) return error;
    if (op_ != Op::close) return kMissingParenthesis;
    depth_--;
  } else if (op_ == Op::number) {
    value = number_;
  } else {
    return kSyntax;
  }
  next();
  if (op_ == Op::bad) return kBadInput;
  for (size_t i = signs.size(); i-- > 0;) {
    value = signs[i] == '-' ? wrap(-int64_t{value}) : signs[i] == '~' ? ~value : value == 0;
  }
  return {};
}

std::string_view Parser::power(int& left, int right) {
  if (left == 0 && right == 0) return kDivideByZero;
  if (right < 0) return kNegativeExponent;
  uint32_t base = static_cast<uint32_t>(left);
  uint32_t result = 1;
  for (uint32_t exponent = static_cast<uint32_t>(right); exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  left = static_cast<int>(result);
  return {};
}

std::string_view Parser::apply(Op op, int& left, int right) const {
  unsigned count = static_cast<unsigned>(right) & 31U;
  switch (op) {
    case Op::power: return power(left, right);
    case Op::times: left = wrap(int64_t{left} * right); break;
    case Op::divide:
    case Op::modulo:
      if (right == 0) return op == Op::divide ? kDivideByZero : kModuloByZero;
      left = wrap(op == Op::divide ? int64_t{left} / right : int64_t{left} % right);
      break;
    case Op::plus: left = wrap(int64_t{left} + right); break;
    case Op::minus: left = wrap(int64_t{left} - right); break;
    case Op::shift_left: left = static_cast<int>(static_cast<uint32_t>(left) << count); break;
    case Op::shift_right: left >>= count; break;
    case Op::less: left = left < right; break;
    case Op::less_equal: left = left <= right; break;
    case Op::greater: left = left > right; break;
    case Op::greater_equal: left = left >= right; break;
    case Op::equal:
    case Op::assign: left = left == right; break;
    case Op::not_equal: left = left != right; break;
    case Op::bit_and: left &= right; break;
    case Op::bit_xor: left ^= right; break;
    case Op::bit_or: left |= right; break;
    case Op::and_also: left = left != 0 && right != 0; break;
    case Op::or_else: left = left != 0 || right != 0; break;
    default: break;
  }
  return {};
}

std::string_view Parser::binary(int lowest, int& value) {
  std::string_view error = primary(value);
  if (!error.empty()) return error;
  for (int level = precedence(op_); level >= lowest; level = precedence(op_)) {
    Op op = op_;
    next();
    int right = 0;
    // `**` groups to the right, everything else to the left.
    error = binary(op == Op::power ? level : level + 1, right);
    bool decided = (op == Op::or_else && value != 0) || (op == Op::and_also && value == 0);
    bool forgivable = error == kDivideByZero || error == kModuloByZero || error == kNegativeExponent;
    if (decided && forgivable) {
      error = {};
      right = 0;
      // What the failed operand left unread is read by nobody.
      if (precedence(op_) > level) op_ = Op::stuck;
    }
    if (!error.empty()) return error;
    if (op == Op::assign) assignments_++;
    error = apply(op, value, right);
    if (!error.empty()) return error;
  }
  return {};
}

}  // namespace

Evaluation evaluate(std::string_view expression) { return Parser(expression).parse(); }

std::string number_text(int value, int radix, int width) {
  bool negative = value < 0;
  uint32_t left = negative ? 0U - static_cast<uint32_t>(value) : static_cast<uint32_t>(value);
  std::string digits;
  if (radix == 1) {
    digits.assign(left, '1');
  } else {
    for (; left > 0; left /= static_cast<uint32_t>(radix)) {
      digits += "0123456789abcdefghijklmnopqrstuvwxyz"[left % static_cast<uint32_t>(radix)];
    }
    if (digits.empty()) digits = "0";
  }
  std::string text = negative ? "-" : "";
  if (digits.size() < static_cast<size_t>(width)) text.append(static_cast<size_t>(width) - digits.size(), '0');
  text.append(digits.rbegin(), digits.rend());
  return text;
}

}  // namespace sm::m4cf
