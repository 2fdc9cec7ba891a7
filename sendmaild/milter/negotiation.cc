// See the header.
#include "sendmaild/milter/negotiation.h"

#include <fmt/format.h>

#include "sendmaild/milter/limits.h"

namespace sm::milter {
namespace {

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  size_t at = 0;
  while (names.size() < kMacroNames) {
    at = text.find_first_not_of(" \t,", at);
    if (at == std::string_view::npos) break;
    size_t end = std::min(text.find_first_of(" \t,", at), text.size());
    names.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return names;
}

// A list with an unknown number ends the reading: what follows cannot be trusted either.
void read_macro_lists(DataReader data, Agreement& agreement) {
  while (!data.rest().empty()) {
    auto number = data.number();
    if (!number || *number >= kMacroLists) return;
    // The last list may lack its NUL.
    std::string_view unended = data.rest();
    auto text = data.text();
    agreement.macros[*number] = names_in(text ? *text : unended);
  }
}

}  // namespace

std::string offer() {
  std::string data;
  append_number(data, kVersion);
  append_number(data, action::kAll);
  append_number(data, step::kAll);
  return frame(kNegotiate, data);
}

Result<Agreement> agree(const Packet& answer) {
  if (answer.command != kNegotiate)
    return Error{fmt::format("negotiate: returned {} instead of {}", answer.command, kNegotiate)};
  DataReader data(answer.data);
  if (answer.data.size() < 4) return Error{"negotiate: did not return valid info"};
  if (answer.data.size() < 12) return Error{"negotiate: did not return enough info"};
  Agreement agreement;
  agreement.version = *data.number();
  agreement.actions = *data.number();
  agreement.steps = *data.number();
  if (agreement.version < kOldestVersion || agreement.version > kNewestVersion)
    return Error{fmt::format("negotiate: version {} != MTA milter version {}", agreement.version, kNewestVersion)};
  if ((agreement.actions & ~action::kAll) != 0)
    return Error{fmt::format("negotiate: filter abilities {:#x} != MTA milter abilities {:#x}", agreement.actions,
                             action::kAll)};
  if ((agreement.steps & ~step::kAll) != 0)
    return Error{fmt::format("negotiate: protocol abilities {:#x} != MTA milter abilities {:#x}", agreement.steps,
                             step::kAll)};
  read_macro_lists(data, agreement);
  return agreement;
}

}  // namespace sm::milter
