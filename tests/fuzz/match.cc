// A configuration of one ruleset and an address, both of any bytes: the first line of the input is the address, the
// others are rules. Whatever they are, the answer comes in bounded time and space.
#include <cstddef>
#include <cstdint>
#include <string>

#include "sendmaild/config/parse_config.h"
#include "tests/unit/sendmaild/rules/small_engine.h"

using namespace sm;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  size_t end = text.find('\n');
  if (end == std::string::npos) return 0;
  std::string rules = "S0\n";
  for (char c : text.substr(end + 1)) {
    // Only rules: other lines may open files and start programs.
    if (rules.back() == '\n') rules += 'R';
    rules += c;
  }
  rules::test::SmallEngine engine(rules + "\n", {{"a", "b"}});
  auto context = engine.context();
  engine.engine().resolve(text.substr(0, end), rules::AddressRole::envelope_recipient, context);
  return 0;
}
