// How tokens are printed.
#include "sendmaild/rules/trace.h"

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"

namespace sm::rules {
namespace {

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

}  // namespace

void append_display(std::string& out, std::string_view text) {
  bool plain = true;
  for (char c : text) plain = plain && ascii::is_print(c);
  if (plain) {
    out += text;
    return;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::optional<std::string_view> typed = address::typed_symbol(text[i]))
      out += *typed;
    else
      append_shown(out, text[i]);
  }
}

std::string display(std::string_view text) {
  std::string out;
  append_display(out, text);
  return out;
}

std::string display(const Token& token) { return display(token.text); }

}  // namespace sm::rules
