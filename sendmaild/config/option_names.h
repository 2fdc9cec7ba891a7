// The long names of all options in the order of the option table, for -bO.
#pragma once

#include <string>
#include <vector>

namespace sm::config {

std::vector<std::string> option_names();

}  // namespace sm::config
