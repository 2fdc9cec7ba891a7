// The modes of the command, one function each; the value is the exit status. `argv` is the whole command line, for the pid
// file.
#pragma once

#include <string>
#include <vector>

#include "sendmaild/cli/load_config.h"
#include "sendmaild/cli/options.h"

namespace sm::cli {

int run_daemon(const CommandLine& line, const std::vector<std::string>& argv);
int run_queue(const CommandLine& line, const std::vector<std::string>& argv);
int run_submit(const CommandLine& line);
int run_smtp_stdin(const CommandLine& line);
int run_print_queue(const CommandLine& line);
int run_verify(const CommandLine& line);
int run_rebuild_aliases(const CommandLine& line);
int run_host_status(const CommandLine& line);
int run_check_config(const CommandLine& line);
int run_list_options();
int run_address_test(const CommandLine& line);
int run_version(const CommandLine& line);

// Picks the mode's function.
int run(const std::vector<std::string>& argv);

}  // namespace sm::cli
