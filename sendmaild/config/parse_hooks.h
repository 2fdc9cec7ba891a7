// What the reader of sendmail.cf asks of layers above it while it reads, so that complaints come out in the order of
// the lines: map arguments (only a map class knows its flags) and class contents that come out of maps.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/config/map_spec.h"

namespace sm::config {

struct ParseHooks {
  // Complaints about a K line, in sendmail's words without file and line. Empty: fine. Not set: nothing is checked.
  std::function<std::vector<std::string>(const MapSpec& spec)> check_map;
  // The words of `F{name}key@class:spec`.
  std::function<Result<std::vector<std::string>>(const std::string& key, const std::string& map)> read_class_from_map;
};

}  // namespace sm::config
