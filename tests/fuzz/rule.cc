// R lines of any bytes: encoding, checking and expanding never fail, whatever they complain about.
#include <cstddef>
#include <cstdint>

#include "lib/address/dollar_encoding.h"
#include "lib/address/rule_text.h"
#include "sendmaild/macros/macro_scope.h"

using namespace sm;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const address::Tokenizer kTokenizer(".:%@!^/[]+");
  static const macros::MacroTable kMacros{{"A", "one"}, {"loop", "\x81{loop}x"}};
  address::EncodedText line = address::encode_dollars({reinterpret_cast<const char*>(data), size});
  address::RuleSides sides = address::split_rule(line.text);
  macros::MacroScope scope(kMacros);
  address::check_rule(macros::expand_encoded(sides.left, scope), macros::expand_encoded(sides.right, scope), kTokenizer);
  address::display_encoded(line.text);
  macros::expand(line.text, scope);
  return 0;
}
