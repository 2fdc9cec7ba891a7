// See the header.
#include "sendmaild/cli/start_log.h"

#include <fmt/format.h>

#include "lib/base/interval.h"
#include "lib/base/log.h"
#include "sendmaild/config/idle_options.h"

namespace sm::cli {

void open_log(const CommandLine& line) {
  if (line.one_process) {
    log::set_sink(log::stderr_sink());
    return;
  }
  // Whatever name it was called by: people look for "sendmail[".
  log::set_sink(log::syslog_sink(!line.syslog_tag.empty() ? line.syslog_tag : "sendmail"));
}

void log_start(const delivery::Site& site, const std::string& what, const CommandLine& line) {
  if (!site.log_level(9)) return;
  std::string text = what;
  if (line.queue.interval) {
    text += (text.empty() ? "" : "+") + std::string("queueing@") + format_delay(*line.queue.interval);
  }
  std::string version = site.macro("v");
  log::write_plain(log::Priority::info, fmt::format("starting daemon ({}): {}", version, text));
  for (const std::string& line_of_option : config::idle_option_lines(*site.config)) {
    log::write_plain(log::Priority::notice, line_of_option);
  }
}

}  // namespace sm::cli
