// From the command line to a configuration: which file (sendmail.cf, submit.cf, -C), its options overridden by -O and -o,
// complaints shown where sendmail shows them.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "sendmaild/cli/options.h"
#include "sendmaild/delivery/site.h"

namespace sm::cli {

// The file that is read for this command line.
std::string config_path(const CommandLine& line);

struct LoadedConfig {
  delivery::SharedSite site;       // null when `status` says that the program cannot go on
  ExitStatus status = ExitStatus::ok;
  bool drop_privileges = false;    // an option that only root may give was given by somebody else
};

// Complaints go to standard output (standard error with `to_log` also into the mail log as SYSERR).
LoadedConfig load_config(const CommandLine& line, bool to_log);

}  // namespace sm::cli
