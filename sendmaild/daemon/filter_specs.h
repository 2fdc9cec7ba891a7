// The mail filters of a session: those of InputMailFilters, or of the port's own list, with their sockets looked up.
#pragma once

#include <vector>

#include "lib/base/file_opener.h"
#include "sendmaild/config/config.h"
#include "sendmaild/milter/filter.h"

namespace sm::daemon {

// In the order of the list. Names that no X line has are left out: the configuration reader has complained.
std::vector<const config::MilterSpec*> chosen_filters(const config::Config& config, const config::DaemonPort& port);

// Blocking: asks for the addresses of hosts and the ports of services. A socket that this process may not use is connected
// to by `opener`, if that has more rights.
milter::FilterSpec filter_spec(const config::MilterSpec& configured, const FileOpener& opener);

// Milter.macros.*
milter::MacroLists macro_lists(const config::Options& options);

}  // namespace sm::daemon
