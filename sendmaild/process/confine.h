// Takes from a process what its role does not need: capabilities of root, the way back through set-uid programs, core
// dumps. Applied after the fork and before the role reads its first byte from outside.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/base/result.h"

namespace sm::process {

struct Confinement {
  bool no_new_privileges = false;  // exec can never gain rights (not for roles that run set-uid mailers)
  bool limit_capabilities = false;
  // Capabilities that stay when they are limited and the process is root: CAP_… numbers of linux/capability.h.
  std::vector<int> keep;
};

Result<void> confine(const Confinement& confinement);

// For the roles of a daemon that runs as root because RunAsUser is not set: files of other users and low ports, but no
// change of identity, no signals to others, no mounts.
Confinement file_rights_only();

}  // namespace sm::process
