// The first exchange with a filter: we offer all that we can, it answers with what it will do and wants left out, and may
// name the macros it wants at each stage.
// Security: parses what a filter sends.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/milter/packet.h"
#include "sendmaild/milter/protocol.h"

namespace sm::milter {

// Names without `$`, long ones in braces, by StageFacts::macro_list.
using MacroLists = std::array<std::vector<std::string>, kMacroLists>;

struct Agreement {
  uint32_t version = kVersion;
  uint32_t actions = 0;
  uint32_t steps = 0;
  std::array<std::optional<std::vector<std::string>>, kMacroLists> macros;  // set: instead of the configured list

  bool has(uint32_t step_bit) const { return (steps & step_bit) != 0; }
};

// The packet that opens the conversation.
std::string offer();
// Error: what is wrong with the filter's answer, for the log.
Result<Agreement> agree(const Packet& answer);

}  // namespace sm::milter
