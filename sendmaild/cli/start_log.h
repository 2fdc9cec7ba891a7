// The beginnings that all modes share: the mail log's tag, the line that says that a daemon starts.
#pragma once

#include <string>

#include "sendmaild/cli/options.h"
#include "sendmaild/delivery/site.h"

namespace sm::cli {

// syslog under -L's tag or the name we are called by; standard error with --one-process.
void open_log(const CommandLine& line);

// "starting daemon (8.17.1.9): SMTP+queueing@01:00:00", at LogLevel 9.
void log_start(const delivery::Site& site, const std::string& what, const CommandLine& line);

}  // namespace sm::cli
