// Translates a GNU basic regular expression into PCRE2 syntax.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace sm::m4cf {

struct TranslatedRegex {
  std::string pattern;
  // The pattern has no operators and this is the text it stands for.
  bool is_literal = false;
  std::string literal;
  // The first match PCRE2 finds at a place need not be the longest.
  bool ambiguous = false;
  size_t groups = 0;
};

// The error text is the one GNU m4 gives.
Result<TranslatedRegex> translate_regex(std::string_view pattern);

}  // namespace sm::m4cf
