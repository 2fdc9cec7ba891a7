// --lint: reads a sendmail.mc without expanding it and names what would go wrong in silence: misspelt settings, wrong
// quotes, a blank before a parenthesis, text that falls into the .cf, FEATURE behind MAILER, split arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sm::m4cf {

struct Finding {
  int line = 0;
  // What is wrong and what to do about it, in the user's language.
  std::string text;
};

// In the order of lines.
std::vector<Finding> lint_mc(std::string_view text);

// Lints the files ("-" is not read) and writes "file:line: text" to the standard output.
// 0: nothing found, 1: something found, 66: a file cannot be read.
int lint_files(const std::vector<std::string>& files);

}  // namespace sm::m4cf
