// See the header. Invariant: a configuration with an error is never used, except by address test mode, which shows what
// there is.
#include "sendmaild/cli/load_config.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "lib/base/debug_flags.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/cli/config_hooks.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/config/describe.h"
#include "sendmaild/config/idle_options.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/process/process_title.h"
#include "sendmaild/queue/host_status.h"

namespace sm::cli {
namespace {

constexpr const char* kSendmailCf = "/etc/mail/sendmail.cf";
constexpr unsigned kNameWaitSeconds = 60;
constexpr const char* kSubmitCf = "/etc/mail/submit.cf";

bool submits(const CommandLine& line) {
  return line.gateway || line.mode == Mode::deliver || line.mode == Mode::arpanet || line.mode == Mode::smtp_stdin;
}

char mode_letter(Mode mode) {
  switch (mode) {
    case Mode::deliver: return 'm';
    case Mode::arpanet: return 'a';
    case Mode::smtp_stdin: return 's';
    case Mode::daemon: return 'd';
    case Mode::daemon_foreground: return 'D';
    case Mode::queue_run: return 'q';
    case Mode::verify: return 'v';
    case Mode::address_test: return 't';
    case Mode::rebuild_aliases: return 'i';
    case Mode::print_queue: return 'p';
    case Mode::count_queue: return 'P';
    case Mode::host_status: return 'h';
    case Mode::purge_host_status: return 'H';
    case Mode::check_config: return 'C';
    default: return 0;
  }
}

config::CommandLineSettings settings_of(const CommandLine& line) {
  config::CommandLineSettings settings;
  for (const auto& [kind, text] : line.settings) settings.options.push_back({text, kind == 'O'});
  settings.macros = line.macros;
  settings.privileged = getuid() == 0;
  settings.test_mode = line.mode == Mode::address_test || line.mode == Mode::check_config;
  bool daemon = line.mode == Mode::daemon || line.mode == Mode::daemon_foreground;
  settings.check_filters = daemon || line.mode == Mode::smtp_stdin;
  settings.warn_permissions = daemon || line.mode == Mode::rebuild_aliases || line.mode == Mode::check_config;
  settings.operation_mode = mode_letter(line.mode);
  return settings;
}

// A daemon whose name has no domain, in the configuration neither, waits a minute for a name service that comes up
// later than it does. True when it has waited.
bool waited_for_name(const CommandLine& line, const config::Config& config, config::HostFacts& host, bool to_log) {
  bool daemon = line.mode == Mode::daemon || line.mode == Mode::daemon_foreground;
  bool named = macros::MacroScope(config.macros).value("j").find('.') != std::string::npos;
  if (named || config::is_qualified(host) || !daemon || line.one_process || geteuid() != 0) return false;
  auto tell = [to_log](const std::string& text) {
    if (to_log) log::write_plain(log::Priority::critical, text);
  };
  tell("My unqualified host name (" + host.host_name + ") unknown; sleeping for retry");
  sleep(kNameWaitSeconds);
  host = config::discover_host();
  if (!config::is_qualified(host)) tell("unable to qualify my own domain name (" + host.host_name + ") -- using short name");
  return true;
}

void show_text(const std::string& text) { std::fputs(text.c_str(), stdout); }

// TimeZoneSpec: not set, the machine's time zone whatever TZ says; empty, the caller's; else this one.
void set_time_zone(const config::Options& options) {
  if (!options.time_zone_spec) {
    unsetenv("TZ");
  } else if (!options.time_zone_spec->empty()) {
    setenv("TZ", options.time_zone_spec->c_str(), 1);
  }
  tzset();
}

}  // namespace

std::string config_path(const CommandLine& line) {
  if (line.config_file) return *line.config_file;
  if (line.config_choice == 'c') return kSubmitCf;
  if (line.config_choice == 'm') return kSendmailCf;
  if (submits(line) && access(kSubmitCf, F_OK) == 0) return kSubmitCf;
  return kSendmailCf;
}

LoadedConfig load_config(const CommandLine& line, bool to_log) {
  LoadedConfig loaded;
  bool with_codes = line.mode == Mode::daemon || line.mode == Mode::arpanet || line.mode == Mode::smtp_stdin;
  auto show = [&](const config::Complaint& complaint) {
    std::string text = config::format_complaint(complaint, with_codes);
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
    if (to_log && complaint.kind == config::Complaint::Kind::error) {
      std::string hint = complaint.hint.empty() ? "" : " (" + complaint.hint + ")";
      log::write(log::Priority::critical, "", "SYSERR(root): " + complaint.text + hint);
    }
    if (to_log && complaint.kind == config::Complaint::Kind::warning) {
      log::write_plain(log::Priority::critical, complaint.text);
    }
  };
  config::ParseHooks hooks = config_hooks();
  config::HostFacts host = config::discover_host();
  DebugFlags debug;
  if (!line.debug.empty()) debug.add(line.debug);
  if (debug.at(0, 4)) show_debug(line, config::describe_host_names(host));
  auto outcome = config::parse_config(config_path(line), settings_of(line), host, hooks, show);
  if (outcome.config && !outcome.fatal && waited_for_name(line, *outcome.config, host, to_log))
    outcome = config::parse_config(config_path(line), settings_of(line), host, hooks, {});
  loaded.status = outcome.status;
  loaded.drop_privileges = outcome.drop_privileges;
  if (debug.at(0, 1) && outcome.config) show_debug(line, config::describe_identity(*outcome.config));
  if (debug.at(0, 20) && outcome.config) show_debug(line, config::describe_mailers(*outcome.config));
  if (debug.at(0, 40) && outcome.config) {
    for (const std::string& idle : config::idle_option_lines(*outcome.config)) show_debug(line, idle + "\n");
  }
  bool usable = outcome.status == ExitStatus::ok || line.mode == Mode::address_test;
  if (!usable || outcome.fatal || !outcome.config) {
    if (loaded.status == ExitStatus::ok) loaded.status = ExitStatus::config;
    return loaded;
  }
  set_time_zone(outcome.config->options);
  process::set_title_prefix(
      macros::expand(outcome.config->options.process_title_prefix, macros::MacroScope(outcome.config->macros)));
  std::vector<std::string> complaints;
  auto site = delivery::build_site(outcome.config, complaints);
  if (!site) {
    std::fprintf(stderr, "%s\n", site.error().text.c_str());
    loaded.status = site.error().status;
    return loaded;
  }
  auto unusable = queue::HostStatusStore::complaint(outcome.config->options);
  if (unusable && line.mode != Mode::address_test) show_text(*unusable + "\n");
  loaded.site = *site;
  return loaded;
}

}  // namespace sm::cli
