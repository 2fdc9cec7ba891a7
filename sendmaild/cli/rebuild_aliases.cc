// -bi, newaliases: alias text files into databases. For root, TrustedUser and class t only.
// Invariant: a database is replaced as a whole or not at all (alias/rebuild).
#include <unistd.h>

#include <cstdio>

#include "lib/base/log.h"
#include "sendmaild/alias/rebuild.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"

namespace sm::cli {

int run_rebuild_aliases(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  const delivery::Site& site = *loaded.site;
  Caller who = caller();
  // A configuration of one's own (-C) is a matter between its owner and the file system.
  bool own_config = line.config_file.has_value();
  if (!own_config && !is_trusted_uid(site) && !is_trusted_name(site, who.name)) {
    std::fputs("Permission denied (real uid not trusted)\n", stdout);
    if (site.log_level(1)) {
      log::write(log::Priority::alert, "", "user " + std::to_string(getuid()) + " attempted to rebuild the alias map");
    }
    return to_int(ExitStatus::usage);
  }
  alias::RebuildReport report;
  report.print = [](const std::string& text) { std::fputs((text + "\n").c_str(), stdout); };
  report.log = [&site](const std::string& text) {
    bool error = text.compare(0, 7, "SYSERR(") == 0;
    if (!site.log_level(8) && !error) return;
    if (error) {
      log::write(log::Priority::critical, "", text);
    } else {
      log::write_plain(log::Priority::notice, text);
    }
  };
  return to_int(alias::rebuild_aliases(*site.config, *site.rules, who.name, report));
}

}  // namespace sm::cli
