// See the header. Invariant: a configuration with an error is never used, except by address test mode, which shows what
// there is.
#include "sendmaild/cli/load_config.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "lib/base/log.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/maps/map_set.h"

namespace sm::cli {
namespace {

constexpr const char* kSendmailCf = "/etc/mail/sendmail.cf";
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
  bool with_codes = line.mode == Mode::daemon || line.mode == Mode::daemon_foreground || line.mode == Mode::smtp_stdin;
  auto show = [&](const config::Complaint& complaint) {
    std::string text = config::format_complaint(complaint, with_codes);
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
    if (to_log && complaint.kind == config::Complaint::Kind::error) {
      log::write(log::Priority::critical, "", "SYSERR(root): " + complaint.text);
    }
  };
  config::ParseHooks hooks;
  hooks.check_map = maps::MapSet::spec_checker();
  hooks.read_class_from_map = maps::read_class;
  auto outcome = config::parse_config(config_path(line), settings_of(line), config::discover_host(), hooks, show);
  loaded.status = outcome.status;
  loaded.drop_privileges = outcome.drop_privileges;
  bool usable = outcome.status == ExitStatus::ok || line.mode == Mode::address_test;
  if (!usable || outcome.fatal || !outcome.config) {
    if (loaded.status == ExitStatus::ok) loaded.status = ExitStatus::config;
    return loaded;
  }
  set_time_zone(outcome.config->options);
  std::vector<std::string> complaints;
  auto site = delivery::build_site(outcome.config, complaints);
  if (!site) {
    std::fprintf(stderr, "%s\n", site.error().text.c_str());
    loaded.status = site.error().status;
    return loaded;
  }
  loaded.site = *site;
  return loaded;
}

}  // namespace sm::cli
