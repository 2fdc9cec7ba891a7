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
  // What the answers are for: ldap maps join values for aliases with commas, for classes with blanks, and have a schema
  // of their own for both.
  enum class Purpose { rules, aliases, class_words };
  Purpose purpose = Purpose::rules;
  std::string class_name;  // class_words: whose
};

}  // namespace sm::config
