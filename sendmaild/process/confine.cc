// See the header (prctl(2), PR_SET_NO_NEW_PRIVS).
#include "sendmaild/process/confine.h"

#include <sys/prctl.h>

#include <cerrno>

namespace sm::process {

Result<void> forbid_new_rights() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return system_error("cannot forbid new privileges", errno);
  return {};
}

}  // namespace sm::process
