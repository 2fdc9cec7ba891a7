// See the header. Security: decisions use the real uid, never the environment.
// Invariant: after become_run_as_user() there is no way back to root.
#include "sendmaild/cli/privileges.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

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

Result<std::shared_ptr<const TrafficLog>> open_traffic_log(const CommandLine& line) {
  if (line.traffic_log.empty()) return std::shared_ptr<const TrafficLog>();
  // A program that runs with more rights than its caller has must not write where he could not.
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  bool is_caller = setegid(getgid()) == 0 && seteuid(getuid()) == 0;
  auto log = is_caller ? TrafficLog::open(line.traffic_log) : Result<std::shared_ptr<const TrafficLog>>(system_error("cannot become the caller", errno));
  if (seteuid(uid) != 0 || setegid(gid) != 0) return system_error("cannot go back to my own rights", errno, ExitStatus::os_error);
  return log;
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
