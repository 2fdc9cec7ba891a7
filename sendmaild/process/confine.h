// Takes from a process what its role does not need: the way to more rights through set-uid programs. Applied after the
// fork and the change of identity, before the role reads its first byte from outside.
#pragma once

#include "lib/base/result.h"

namespace sm::process {

// Whatever this process or a child of it executes gains no rights. Not for who runs mailers: procmail may be set-gid.
Result<void> forbid_new_rights();

}  // namespace sm::process
