// The format builtin: printf directives over macro arguments.
#pragma once

#include <functional>
#include <string>

#include "m4cf/call.h"

namespace sm::m4cf {

// Argument 1 is the format, the others its values. Doubtful values and directives are told to `warn`.
std::string format_directives(const Call& call, const std::function<void(const std::string&)>& warn);

}  // namespace sm::m4cf
