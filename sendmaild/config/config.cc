// Look-ups in a finished configuration.
#include "sendmaild/config/config.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::config {

const Mailer* Config::find_mailer(std::string_view name) const {
  for (const Mailer& mailer : mailers)
    if (ascii::equal_ignoring_case(mailer.name, name)) return &mailer;
  return nullptr;
}

const RulesetSource* Config::find_ruleset(std::string_view name) const {
  for (const RulesetSource& ruleset : rulesets)
    if (ruleset.name == name) return &ruleset;
  for (const auto& [alias, number] : ruleset_aliases)
    if (alias == name) return find_ruleset(std::to_string(number));
  if (std::optional<int64_t> number = parse_int(name)) {
    for (const RulesetSource& ruleset : rulesets)
      if (ruleset.number == *number) return &ruleset;
  }
  return nullptr;
}

const QueueGroup* Config::find_queue_group(std::string_view name) const {
  for (const QueueGroup& group : queue_groups)
    if (ascii::equal_ignoring_case(group.name, name)) return &group;
  return nullptr;
}

int Config::precedence(std::string_view name) const {
  for (const auto& [known, value] : precedences)
    if (ascii::equal_ignoring_case(known, name)) return value;
  return 0;
}

}  // namespace sm::config
