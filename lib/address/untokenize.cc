// See the header.
#include "lib/address/untokenize.h"

namespace sm::address {

std::string join(const Tokenizer& tokenizer, std::span<const std::string> tokens, char separator) {
  std::string out;
  Joiner joiner(tokenizer, separator, out);
  for (const std::string& token : tokens) joiner.add(token);
  return out;
}

std::string dequote(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') continue;
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

}  // namespace sm::address
