// See the header. Invariant: index i of the table is mailer i of the configuration; what is no program has no path.
// A mailer may be root when it keeps its caller's identity (F=S without U=, as set-uid mail programs need) or U=root.
#include "sendmaild/daemon/mailer_table.h"

#include "sendmaild/macros/macro_scope.h"

namespace sm::daemon {

process::HelperTable mailer_table(const config::Config& config) {
  process::HelperTable table;
  macros::MacroScope globals(config.macros);
  for (const config::Mailer& mailer : config.mailers) {
    process::MailerProgram program;
    if (!mailer.path.empty() && mailer.path[0] == '/') program.path = mailer.path;
    program.root = macros::expand(mailer.root, globals);
    program.nice = mailer.nice;
    bool keeps_root = mailer.flags.has('S') && !mailer.has_user && config.options.run_as_user.uid == 0;
    program.may_be_root = keeps_root || (mailer.has_user && mailer.uid == 0);
    table.mailers.push_back(std::move(program));
  }
  table.open_timeout = config.options.timeouts.fileopen;
  table.environment.push_back("AGENT=sendmail");
  if (config.options.time_zone_spec && !config.options.time_zone_spec->empty()) {
    table.environment.push_back("TZ=" + *config.options.time_zone_spec);
  }
  for (const auto& [name, value] : config.environment) table.environment.push_back(name + "=" + value);
  return table;
}

}  // namespace sm::daemon
