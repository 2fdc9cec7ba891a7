// Reading a sendmail.cf: text in, Config and complaints out. Nothing of it is kept between calls.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/exit_status.h"
#include "sendmaild/config/complaint.h"
#include "sendmaild/config/config.h"
#include "sendmaild/config/host_facts.h"
#include "sendmaild/config/parse_hooks.h"

namespace sm::config {

// What the command line says about the configuration.
struct CommandLineSettings {
  struct Option {
    std::string text;        // "LogLevel=9" of -O, "L9" of -o
    bool long_form = false;  // -O
  };
  std::vector<Option> options;                               // win over the file
  std::vector<std::pair<std::string, std::string>> macros;   // -Mxvalue, encoded; the file may redefine them
  bool privileged = true;   // false: the caller is not root, options that are not "safe" cost the privileges
  bool test_mode = false;   // -bt, -bC: warn about double rulesets and old files, do without a queue directory
  bool check_filters = false;     // -bd, -bD, -bs: names in InputMailFilters must exist
  bool warn_permissions = false;  // -bd, -bi, -bC: tell about a file others can write
  char operation_mode = 0;  // for ${opMode}: 't', 'd' …; 0: not set
};

struct ParseOutcome {
  std::shared_ptr<const Config> config;  // always there, as good as the file allowed
  ExitStatus status = ExitStatus::ok;    // of the first error; with it every mode but -bt ends
  bool fatal = false;                    // reading stopped at a line after which sendmail exits at once
  bool drop_privileges = false;          // an option that only root may set was given by another user
};

// Reads `path`. Complaints go to `sink` as they arise.
ParseOutcome parse_config(const std::string& path, const CommandLineSettings& command_line, const HostFacts& host,
                          const ParseHooks& hooks, const ComplaintSink& sink);

// The same for a text that is already there; `path` names it in complaints.
ParseOutcome parse_config_text(std::string_view text, const std::string& path,
                               const CommandLineSettings& command_line, const HostFacts& host,
                               const ParseHooks& hooks, const ComplaintSink& sink);

}  // namespace sm::config
