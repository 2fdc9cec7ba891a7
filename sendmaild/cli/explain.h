// `sendmaild explain [--json | --html FILE] [-C FILE] ADDRESS`: why an address goes where it goes.
#pragma once

#include <string>
#include <vector>

namespace sm::cli {

// `argv` starts behind the word "explain". The exit status of the process.
int run_explain(const std::vector<std::string>& argv);

}  // namespace sm::cli
