// Confinement of a role: capability bounding set and permitted set by system calls (capabilities(7)), no_new_privs.
// Invariant: what is not in `keep` cannot be had back by this process or its children.
#include "sendmaild/process/confine.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sm::process {
namespace {

bool keeps(const Confinement& confinement, int capability) {
  return std::find(confinement.keep.begin(), confinement.keep.end(), capability) != confinement.keep.end();
}

Result<void> limit_capabilities(const Confinement& confinement) {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability) {
    if (keeps(confinement, capability)) continue;
    // EINVAL: a capability that this kernel does not have.
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EINVAL) {
      return system_error("cannot limit capabilities", errno);
    }
  }
  __user_cap_header_struct header{};
  header.version = _LINUX_CAPABILITY_VERSION_3;
  __user_cap_data_struct data[2]{};
  if (syscall(SYS_capget, &header, data) != 0) return system_error("cannot read capabilities", errno);
  for (int capability = 0; capability < 64; ++capability) {
    if (keeps(confinement, capability)) continue;
    uint32_t bit = ~(uint32_t{1} << (capability % 32));
    data[capability / 32].effective &= bit;
    data[capability / 32].permitted &= bit;
    data[capability / 32].inheritable = 0;
  }
  if (syscall(SYS_capset, &header, data) != 0) return system_error("cannot drop capabilities", errno);
  return {};
}

}  // namespace

Result<void> confine(const Confinement& confinement) {
  if (confinement.no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return system_error("cannot forbid new privileges", errno);
  }
  if (confinement.limit_capabilities && geteuid() == 0) return limit_capabilities(confinement);
  return {};
}

Confinement file_rights_only() {
  Confinement confinement;
  confinement.no_new_privileges = true;
  confinement.limit_capabilities = true;
  confinement.keep = {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_CHOWN, CAP_FOWNER, CAP_NET_BIND_SERVICE};
  return confinement;
}

}  // namespace sm::process
