// Values of maps on their way into a ruleset: %0 … %9, -m and -a.
#pragma once

#include <string>
#include <string_view>

#include "sendmaild/maps/map.h"
#include "sendmaild/maps/map_flags.h"

namespace sm::maps {

// "%1" and relatives replaced by the arguments, %0 by the key; "%%" is one percent sign; other "%x" stay.
std::string substitute(std::string_view value, const MapQuestion& question);

// The key and the arguments as the trace shows them, a line for each.
void trace_arguments(std::string_view caller, int level, const MapQuestion& question, const MapContext& context);

// The answer "found": the key with -m, else the substituted value; -a behind it.
MapAnswer found(std::string_view value, const MapQuestion& question, const MapFlags& flags);
// The same without %-substitution.
MapAnswer found_as_is(std::string_view value, const MapQuestion& question, const MapFlags& flags);
MapAnswer absent(ExitStatus status = ExitStatus::ok);
MapAnswer not_now(std::string message = {});

}  // namespace sm::maps
