// Each selected message is opened and locked like for a delivery, changed and saved.
#include "sendmaild/queue/quarantine.h"

#include <fmt/format.h>

#include "lib/base/log.h"
#include "sendmaild/queue/queue_entry.h"

namespace sm::queue {

namespace {

// The line for the terminal; empty: nothing has changed.
std::string change_one(QueueEntry& entry, const std::optional<std::string>& reason, bool& changed) {
  std::string& current = entry.envelope().quarantine_reason;
  const std::string before = current;
  if (!reason && before.empty()) return "";
  if (reason && *reason == before) return fmt::format("{}: Already quarantined with \"{}\"\n", entry.id(), before);
  current = reason.value_or("");
  if (auto ok = entry.save(); !ok) return fmt::format("{}: {}\n", entry.id(), ok.error().text);
  changed = true;
  log::write(log::Priority::info, entry.id(), reason ? "quarantine=" + *reason : "unquarantine");
  if (!reason) return fmt::format("{}: Removed quarantine of \"{}\"\n", entry.id(), before);
  if (before.empty()) return fmt::format("{}: Quarantined with \"{}\"\n", entry.id(), *reason);
  return fmt::format("{}: Quarantine changed from \"{}\" to \"{}\"\n", entry.id(), before, *reason);
}

}  // namespace

std::string change_quarantine(const QueuePaths& paths, const config::Config& config, const Selector& selector,
                              const std::optional<std::string>& reason, const macros::MacroScope* outer, TimePoint now) {
  std::string out;
  size_t changes = 0;
  ScanRules rules;
  rules.order = config.options.queue_sort_order;
  rules.selector = selector;
  for (size_t group = 0; group < paths.groups().size(); ++group) {
    if (!selector.group().empty() && paths.find_group(selector.group()) != group) continue;
    for (size_t i = 0; i < paths.groups()[group].directories.size(); ++i) {
      const std::string name = paths.groups()[group].directories[i].path;
      Result<ScanResult> found = scan_directory(paths, group, i, rules, now);
      if (!found) {
        out += found.error().text + "\n";
        continue;
      }
      out += found->items.empty() ? name + ": no matches\n" : "Processing " + name + ":\n";
      for (const QueueItem& item : found->items) {
        OpenOutcome opened = open_entry(paths, config, item.where, item.kind, outer);
        bool changed = false;
        if (opened.entry)
          out += change_one(*opened.entry, reason, changed);
        else if (!opened.text.empty())
          out += fmt::format("Skipping {}/{}: {}\n", name, item.where.id, opened.text);
        changes += changed ? 1 : 0;
      }
    }
  }
  if (changes == 0) return out + "No changes\n";
  return out + fmt::format("{} change{}\n", changes, changes == 1 ? "" : "s");
}

}  // namespace sm::queue
