// Which records a role may send (docs/helper_protocol.md).
#pragma once

#include "sendmaild/process/helper.h"
#include "sendmaild/process/helper_record.h"

namespace sm::process {

// `caller`: the process that has sent the record, as the kernel knows it.
bool is_allowed(const HelperRecord& record, HelperRights rights, pid_t caller);

// open_file with uid 0 is for one purpose: reading root's own ".forward…" files, which stand directly in `home`.
bool is_forward_of_root(const HelperRecord& record, const std::string& home);

}  // namespace sm::process
