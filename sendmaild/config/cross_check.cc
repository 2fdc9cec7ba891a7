// Checks over a configuration as a whole, after its last line.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "lib/base/ascii.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr int kNewestLevel = 10;
constexpr size_t kMaxFilters = 24;

void check_level(Reading& reading) {
  int level = reading.config.version_level;
  if (level > kNewestLevel)
    reading.error(fmt::format("Warning: .cf version level ({}) exceeds sendmail version {} functionality ({})", level,
                              reading.host.version, kNewestLevel));
  else if (level < kNewestLevel && reading.command_line.test_mode)
    reading.notice(fmt::format(
        "Warning: .cf file is out of date: sendmail {} supports version {}, .cf file is version {}",
        reading.host.version, kNewestLevel, level));
}

// The folder of all queues: "/var/spool/mqueue/q*" lies in "/var/spool/mqueue".
std::string queue_base(const std::string& path) {
  if (!path.ends_with('*')) return path;
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

void stop_with(Reading& reading, ExitStatus status) {
  reading.status = status;
  reading.stop = true;
}

void check_queues(Reading& reading) {
  const Config& config = reading.config;
  if (config.options.queue_directory.empty()) {
    reading.error("QueueDirectory (Q) option must be set");
    return stop_with(reading, ExitStatus::config);
  }
  std::string base = queue_base(config.options.queue_directory);
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  base += '/';
  struct stat facts {};
  if (::stat(base.c_str(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    reading.system_error(fmt::format("can not chdir({})", base), errno);
    return stop_with(reading, ExitStatus::config);
  }
  for (const QueueGroup& group : config.queue_groups) {
    std::string path = queue_base(group.path);
    if (path == base.substr(0, base.size() - 1) || path.starts_with(base) || !path.starts_with('/')) continue;
    reading.system_error(fmt::format("QueuePath {} not subpath of QueueDirectory {}", group.path, base), ENOENT);
    return stop_with(reading, ExitStatus::config);
  }
}

void check_filters(Reading& reading) {
  size_t count = 0;
  for (const std::string& name : reading.config.options.input_mail_filters) {
    if (++count > kMaxFilters) {
      reading.system_error(fmt::format("Too many filters defined, {} max", kMaxFilters), ENOENT);
      return stop_with(reading, ExitStatus::os_error);
    }
    bool known = false;
    for (const MilterSpec& filter : reading.config.milters)
      known = known || ascii::equal_ignoring_case(filter.name, name);
    if (known) continue;
    reading.system_error(fmt::format("InputFilter {} not defined", name), ENOENT);
    return stop_with(reading, ExitStatus::config);
  }
}

void check_host_status(Reading& reading) {
  Options& options = reading.config.options;
  if (!options.host_status_directory.empty() && options.connection_cache_size <= 0) {
    reading.notice("Warning: HostStatusDirectory disabled with ConnectionCacheSize = 0");
    options.host_status_directory.clear();
  }
  if (options.single_thread_delivery && options.host_status_directory.empty()) {
    reading.notice("Warning: HostStatusDirectory required for SingleThreadDelivery");
    options.single_thread_delivery = false;
  }
}

}  // namespace

void cross_check(Reading& reading) {
  check_level(reading);
  if (reading.config.find_mailer("local") == nullptr) reading.error("No local mailer defined");
  check_host_status(reading);
  if (reading.command_line.test_mode) {
    std::string name = reading.expand(reading.config.macros["j"]);
    if (name.find('.') == std::string::npos)
      reading.notice(fmt::format("WARNING: local host name ({}) is not qualified; see cf/README: WHO AM I?", name));
    return;
  }
  // After an error of the file sendmail does not get as far as the queues and filters, unless nothing else is wrong.
  check_queues(reading);
  if (!reading.stop && reading.command_line.check_filters) check_filters(reading);
}

}  // namespace sm::config
