// See the header. Security: decisions use the real uid, never the environment.
// Invariant: after become_run_as_user() there is no way back to root.
#include "sendmaild/cli/privileges.h"

#include <unistd.h>

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

int report_queue_error(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text.c_str());
  if (error.text.find("Permission denied") != std::string::npos) {
    std::fputs("Program mode requires special privileges, e.g., root or TrustedUser.\n", stderr);
  }
  return to_int(ExitStatus::config);
}

}  // namespace sm::cli
