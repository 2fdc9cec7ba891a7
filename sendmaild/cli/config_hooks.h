// What reading a sendmail.cf needs from the maps, which stand above the configuration.
#pragma once

#include "sendmaild/config/parse_hooks.h"

namespace sm::cli {

// New ones for each reading: they remember the names of maps.
config::ParseHooks config_hooks();

}  // namespace sm::cli
