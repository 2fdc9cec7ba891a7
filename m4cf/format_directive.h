// The format builtin: printf directives over macro arguments.
#pragma once

#include <functional>
#include <string>

#include "m4cf/call.h"

namespace sm::m4cf {

// Argument 1 is the format, the others its values. Doubtful values and directives are told to `warn`, widths and
// precisions to `check_width`, which may end the run.
std::string format_directives(const Call& call, const std::function<void(const std::string&)>& warn,
                              const std::function<void(size_t)>& check_width);

}  // namespace sm::m4cf
