// The numbers behind names of macros and classes: sendmail numbers a long name when it first meets it, and shows the number
// in traces of -d35.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sm::cli {

class MacroNumbers {
 public:
  // `of_configuration`: the long names of the configuration, in the order in which it mentions them.
  explicit MacroNumbers(const std::vector<std::string>& of_configuration);

  // The number of a name, as traces show it ("0xa2"). A name that was not met before gets the next one.
  std::string shown(std::string_view name);

 private:
  std::unordered_map<std::string, unsigned> numbers_;
};

}  // namespace sm::cli
