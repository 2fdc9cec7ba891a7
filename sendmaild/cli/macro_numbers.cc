// See the header.
#include "sendmaild/cli/macro_numbers.h"

#include <fmt/format.h>

namespace sm::cli {
namespace {

constexpr unsigned kFirst = 0xa0;
// What sendmail itself looks up before and after it reads its configuration.
constexpr std::string_view kBefore[] = {"deliveryMode", "load_avg"};
constexpr std::string_view kAfter[] = {"checkMIMEFieldHeaders", "checkMIMETextHeaders", "checkMIMEHeaders", "persistentMacros",
                                       "quarantine", "addr_type"};

}  // namespace

MacroNumbers::MacroNumbers(const std::vector<std::string>& of_configuration) {
  for (std::string_view name : kBefore) shown(name);
  for (const std::string& name : of_configuration) shown(name);
  for (std::string_view name : kAfter) shown(name);
}

std::string MacroNumbers::shown(std::string_view name) {
  if (name.size() == 1) return fmt::format("{:#x}", static_cast<unsigned char>(name[0]));
  auto next = kFirst + static_cast<unsigned>(numbers_.size());
  return fmt::format("{:#x}", numbers_.try_emplace(std::string(name), next).first->second);
}

}  // namespace sm::cli
