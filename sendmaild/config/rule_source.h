// Rulesets as the configuration holds them: left and right sides as checked token lists. The rules folder compiles them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace sm::config {

struct RuleSource {
  std::vector<std::string> left;   // tokens; a metasymbol with its operand is one token (e.g. "\x89w" for $=w)
  std::vector<std::string> right;
  std::string file;
  int line = 0;
};

struct RulesetSource {
  std::string name;  // symbolic name where there is one, else the number in decimal
  int number = 0;    // rulesets without a number of their own get one from above, counting down, as -bt shows
  std::vector<RuleSource> rules;
  bool defined = false;  // an S line was seen (a ruleset that is only referred to stays undefined)
};

}  // namespace sm::config
