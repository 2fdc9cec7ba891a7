// See the header. Security: decisions use the real uid, never the environment.
// Invariant: after become_run_as_user() there is no way back to root.
#include "sendmaild/cli/privileges.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "lib/base/posix.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/process/run_as.h"

namespace sm::cli {

Caller caller() {
  Caller who;
  who.uid = getuid();
  who.gid = getgid();
  auto user = delivery::find_user(getuid());
  if (user && *user) {
    who.name = (*user)->name;
    who.full_name = (*user)->full_name;
    who.home = (*user)->home;
  } else {
    who.name = "UID" + std::to_string(getuid());
  }
  return who;
}

bool is_trusted_uid(const delivery::Site& site) {
  const config::UserAndGroup& trusted = site.options().trusted_user;
  return getuid() == 0 || (!trusted.name.empty() && trusted.uid != 0 && getuid() == trusted.uid);
}

bool is_trusted_name(const delivery::Site& site, const std::string& name) {
  return getuid() == 0 || site.config->classes.contains("t", name);
}

Result<void> become_run_as_user(const delivery::Site& site) {
  const config::UserAndGroup& user = site.options().run_as_user;
  if (geteuid() != 0 || user.uid == 0 || !site.options().use_msp) return {};
  return process::become(process::identity_for(user.uid, user.gid, user.name));
}

// A program that runs with more rights than its caller has must not write where he could not.
Result<UniqueFd> open_as_caller(const std::string& path) {
  constexpr mode_t kMode = 0644;
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  if (setegid(getgid()) != 0 || seteuid(getuid()) != 0) return system_error("cannot become the caller", errno, ExitStatus::os_error);
  UniqueFd file(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode));
  const int why = errno;
  if (seteuid(uid) != 0 || setegid(gid) != 0) return system_error("cannot go back to my own rights", errno, ExitStatus::os_error);
  if (!file.valid()) return Error{"cannot open " + path + ": " + std::strerror(why), ExitStatus::cannot_create};
  return file;
}

Result<UniqueFd> open_debug_file(const CommandLine& line) {
  if (line.debug_file.empty()) return UniqueFd();
  return open_as_caller(line.debug_file);
}

void show_debug(const CommandLine& line, const std::string& text) {
  auto file = open_debug_file(line);
  if (file && file->valid()) {
    static_cast<void>(write_all(file->get(), text));
  } else {
    std::fputs(text.c_str(), stdout);
  }
}

Result<std::shared_ptr<const TrafficLog>> open_traffic_log(const CommandLine& line) {
  if (line.traffic_log.empty()) return std::shared_ptr<const TrafficLog>();
  auto file = open_as_caller(line.traffic_log);
  if (!file) return std::move(file).error();
  return std::make_shared<const TrafficLog>(*std::move(file));
}

int report_queue_error(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text.c_str());
  if (error.status == ExitStatus::cannot_create) return to_int(error.status);
  if (error.text.find("Permission denied") != std::string::npos) {
    std::fputs("Program mode requires special privileges, e.g., root or TrustedUser.\n", stderr);
  }
  return to_int(ExitStatus::config);
}

}  // namespace sm::cli
