// How tokens are printed.
#include "sendmaild/rules/trace.h"

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::rules {
namespace {

void append_shown(std::string& out, char c) {
  if (static_cast<unsigned char>(c) >= 0x80) {
    out += "M-";
    c = static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
  }
  if (ascii::is_print(c)) out += c;
}

}  // namespace

std::string display(const Token& token) {
  if (token.is_meta()) return address::display_encoded(token.text);
  std::string out;
  for (size_t i = 0; i < token.text.size(); ++i) {
    if (token.text[i] == address::meta::kQuote && i + 1 < token.text.size()) continue;
    append_shown(out, token.text[i]);
  }
  return out;
}

}  // namespace sm::rules
