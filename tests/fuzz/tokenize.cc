// The scanner takes any bytes: no token list may be longer than the text allows, and joining tokens again must give
// text that scans to the same tokens.
#include <cstdint>
#include <cstdlib>

#include "lib/address/tokenize.h"
#include "lib/address/untokenize.h"

using namespace sm::address;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Tokenizer kTokenizer(".:%@!^/[]+");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Scan scan;
  for (TokenTable table : {TokenTable::external, TokenTable::internal, TokenTable::rule}) {
    kTokenizer.scan(text, table, scan, {.delimiter = ','});
    if (scan.stopped_at() > text.size()) std::abort();
    kTokenizer.scan(text, table, scan);
    if (scan.size() > 2 * size + 8) std::abort();
    // A backslash before an exclamation mark disappears, and what it protected is an operator the next time.
    if (!scan.usable() || !scan.errors().empty() || text.find_first_of("\\\xff") != std::string_view::npos) continue;
    std::vector<std::string> tokens = scan.strings();
    std::string joined = join(kTokenizer, tokens, ' ');
    kTokenizer.scan(joined, table, scan);
    if (table == TokenTable::rule && scan.usable() && scan.strings() != tokens) std::abort();
  }
  return 0;
}
