// newaliases, `sendmail -bi`: alias text files into databases.
#pragma once

#include <functional>
#include <string>

#include "lib/base/exit_status.h"
#include "sendmaild/config/config.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::alias {

struct RebuildReport {
  // Lines for standard output: complaints with file and line, and "/etc/aliases: 17 aliases, longest 23 bytes, 217 bytes
  // total".
  std::function<void(const std::string&)> print;
  // Lines for the log: "alias database /etc/aliases rebuilt by root". Errors are "SYSERR(root): …".
  std::function<void(const std::string&)> log;
};

// Rebuilds every database of AliasFile that can be rebuilt. `user` is who asked, for the log.
ExitStatus rebuild_aliases(const config::Config& config, const rules::RuleEngine& engine, const std::string& user,
                           const RebuildReport& report);

}  // namespace sm::alias
