// Options that are accepted and have no effect in this program, with the reasons. docs/compatibility.md has the same table;
// tests/lint/option_effects.py compares both with what the program reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/config/config.h"

namespace sm::config {

// What a start has to say of a configuration: for each such option that is set to something else than its default
// "option NAME accepted, has no effect here: REASON".
std::vector<std::string> idle_option_lines(const Config& config);

}  // namespace sm::config
