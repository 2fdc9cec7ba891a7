// How tokens are printed.
#include "sendmaild/rules/trace.h"

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::rules {
namespace {

namespace meta = address::meta;

void append_shown(std::string& out, char c) {
  if (static_cast<unsigned char>(c) >= 0x80) {
    out += "M-";
    c = static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
  }
  if (c == '\t')
    out += "\\t";
  else if (c == '\n')
    out += "\\n";
  else if (c == '\r')
    out += "\\r";
  else if (ascii::is_print(c))
    out += c;
}

// What a metasymbol before a byte of 8 bits makes of that byte, which names nothing.
void append_operand(std::string& out, char symbol, char operand) {
  if (symbol != meta::kArgument) {
    out += "{***UNDEFINED MACRO***}";
  } else {
    out += '^';
    out += static_cast<char>(operand ^ 0x40);
  }
}

bool takes_operand(char c) {
  return c == meta::kArgument || c == meta::kMacro || c == meta::kDeferredMacro || c == meta::kClass ||
         c == meta::kNotClass;
}

}  // namespace

void append_display(std::string& out, std::string_view text) {
  bool plain = true;
  for (char c : text) plain = plain && ascii::is_print(c);
  if (plain) {
    out += text;
    return;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    std::optional<std::string_view> typed = address::typed_symbol(text[i]);
    if (!typed) {
      append_shown(out, text[i]);
      continue;
    }
    out += *typed;
    if (takes_operand(text[i]) && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0x80) {
      append_operand(out, text[i], text[i + 1]);
      ++i;
    }
  }
}

std::string display(std::string_view text) {
  std::string out;
  append_display(out, text);
  return out;
}

std::string display(const Token& token) { return display(token.text); }

}  // namespace sm::rules
