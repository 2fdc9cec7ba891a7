// A K line before any map is opened: the maps folder parses the arguments, because only a map class knows its flags.
#pragma once

#include <string>

namespace sm::config {

struct MapSpec {
  std::string name;       // compared without case
  std::string map_class;  // "hash", "dns" … lower case
  std::string arguments;  // the rest of the line, read-time macros expanded
  std::string file;       // where it was declared, for messages
  int line = 0;
};

}  // namespace sm::config
