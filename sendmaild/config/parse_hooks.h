// What the reader of sendmail.cf asks of layers above it while it reads, so that complaints come out in the order of
// the lines: map arguments (only a map class knows its flags) and class contents that come out of maps.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/config/map_spec.h"

namespace sm::config {

struct Config;

struct ParseHooks {
  // Complaints about a K line, in sendmail's words without file and line. Empty: fine. Not set: nothing is checked.
  std::function<std::vector<std::string>(const MapSpec& spec)> check_map;
  // The words of `F{name}key@class:spec`; `so_far` is what has been read of the configuration.
  struct ClassQuestion {
    std::string class_name;
    std::string key;
    std::string map;  // "class:spec"
  };
  std::function<Result<std::vector<std::string>>(const ClassQuestion& question, const Config& so_far)> read_class_from_map;
};

}  // namespace sm::config
