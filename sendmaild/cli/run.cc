// From argv to a mode's function; and the modes that are too small for a file of their own.
// Invariant: one exit point for each mode, its value is a status of sysexits.h.
#include <unistd.h>

#include <cstdio>

#include "sendmaild/cli/address_test.h"
#include "sendmaild/cli/explain.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/config/host_facts.h"
#include "sendmaild/config/option_names.h"

namespace sm::cli {
namespace {

std::string version_text() {
  return "Version " + config::discover_host().version +
         "\n Compiled with: DNSMAP IPV6_FULL LDAPMAP LOG MAP_REGEX MATCHGECOS MIME7TO8 MIME8TO7\n"
         "\t\tNAMED_BIND NETINET NETINET6 NETUNIX NEWDB=5.3 PIPELINING SASLv2 SOCKETMAP STARTTLS\n";
}

bool wants_version(const CommandLine& line) {
  DebugFlags flags;
  flags.add(line.debug);
  return !line.debug.empty() && flags.at(0, 1);
}

}  // namespace

int run_check_config(const CommandLine& line) {
  open_log(line);
  return to_int(load_config(line, false).status);
}

int run_list_options() {
  for (const std::string& name : config::option_names()) std::printf("%s\n", name.c_str());
  return 0;
}

int run_address_test(const CommandLine& line) {
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  DebugFlags flags;
  // An empty -d means "everything at level 1": not for a command line without one.
  if (!line.debug.empty()) flags.add(line.debug);
  auto traces = open_debug_file(line);
  UniqueFd debug_file = traces ? *std::move(traces) : UniqueFd();
  AddressTest test(*loaded.site->config, flags, line.verbose || loaded.site->options().verbose, std::move(debug_file));
  std::fflush(stdout);
  // Mistakes of the configuration do not keep from looking into it, but they are not forgotten.
  int status = test.run(STDIN_FILENO, STDOUT_FILENO);
  return status != 0 ? status : to_int(loaded.status);
}

int run_version(const CommandLine& line) {
  std::printf("%s: sendmaild, compatible with Sendmail %s\n", line.program.c_str(), config::discover_host().version.c_str());
  return 0;
}

int run(const std::vector<std::string>& argv) {
  if (argv.size() > 1 && argv[1] == "explain") return run_explain({argv.begin() + 2, argv.end()});
  auto parsed = parse_command_line(argv);
  if (!parsed) {
    std::fprintf(stderr, "%s\n", parsed.error().text.c_str());
    return to_int(parsed.error().status);
  }
  const CommandLine& line = *parsed;
  if (auto file = open_debug_file(line); !file) {
    std::fprintf(stderr, "%s\n", file.error().text.c_str());
    return to_int(file.error().status);
  }
  if (wants_version(line)) show_debug(line, version_text());
  switch (line.mode) {
    case Mode::help: std::fputs(help_text(line.program).c_str(), stdout); return 0;
    case Mode::version: return run_version(line);
    case Mode::list_options: return run_list_options();
    case Mode::daemon: case Mode::daemon_foreground: return run_daemon(line, argv);
    case Mode::queue_run: return run_queue(line, argv);
    case Mode::smtp_stdin: return run_smtp_stdin(line);
    case Mode::verify: return run_verify(line);
    case Mode::address_test: return run_address_test(line);
    case Mode::rebuild_aliases: return run_rebuild_aliases(line);
    case Mode::print_queue: case Mode::count_queue: return run_print_queue(line);
    case Mode::host_status: case Mode::purge_host_status: return run_host_status(line);
    case Mode::check_config: return run_check_config(line);
    case Mode::deliver: case Mode::arpanet: return run_submit(line);
  }
  return to_int(ExitStatus::usage);
}

}  // namespace sm::cli
