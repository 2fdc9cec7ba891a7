// What ps(1) shows: "sendmail: accepting connections". Written over the memory of argv and the environment.
#pragma once

#include <string>

namespace sm::process {

// Remembers where the title goes and moves the environment away. Called once at the start of main; argv stays readable
// until the first title is set.
void keep_title_space(int argc, char** argv);

// ProcessTitlePrefix: stands between "sendmail: " and every title from now on; empty: none.
void set_title_prefix(const std::string& prefix);

// "sendmail: TITLE", or "sendmail: PREFIX: TITLE", cut to the space there is. Does nothing before keep_title_space().
void set_process_title(const std::string& title);

}  // namespace sm::process
