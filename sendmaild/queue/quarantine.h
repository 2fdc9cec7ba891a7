// -Q: holding and releasing messages that are in the queue.
#pragma once

#include <optional>
#include <string>

#include "lib/base/clock.h"
#include "sendmaild/queue/scan.h"

namespace sm::queue {

// Quarantines every selected message with `reason`, or releases it (no reason). Gives the text for the terminal
// ("ID: Quarantined with "R"", "N changes").
std::string change_quarantine(const QueuePaths& paths, const config::Config& config, const Selector& selector,
                              const std::optional<std::string>& reason, const macros::MacroScope* outer, TimePoint now);

}  // namespace sm::queue
