// Tokens back to text. A separator goes between two neighbouring words and nowhere else, so that "a b" does not become
// "ab"; which separator is the caller's choice (BlankSub, a blank, or none).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/address/tokenize.h"

namespace sm::address {

// Appends tokens to `out`, one after the other; it remembers whether the last one was a word. Pass '\0' for no
// separator at all.
class Joiner {
 public:
  Joiner(const Tokenizer& tokenizer, char separator, std::string& out)
      : tokenizer_(tokenizer), separator_(separator), out_(out) {}
  void add(std::string_view token) {
    bool word = !token.empty() && tokenizer_.is_atom_start(token[0]);
    if (word && last_was_word_ && separator_ != '\0') out_ += separator_;
    out_ += token;
    last_was_word_ = word;
  }

 private:
  const Tokenizer& tokenizer_;
  char separator_;
  std::string& out_;
  bool last_was_word_ = false;
};

std::string join(const Tokenizer& tokenizer, std::span<const std::string> tokens, char separator);

// Without the quotation marks, backslash escapes resolved, as user names are compared.
std::string dequote(std::string_view text);

}  // namespace sm::address
