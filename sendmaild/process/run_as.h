// Identities of processes: user, group, supplementary groups, and the one-way change to them.
// Security: become() checks afterwards that the old rights are really gone.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "lib/base/result.h"

namespace sm::process {

struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // supplementary; the primary group is among them
};

// What this process is now (effective ids).
Identity current_identity();

// User and group with the supplementary groups of that user. `user` may be empty (an account without a name): the
// groups are then the primary one alone.
Identity identity_for(uid_t uid, gid_t gid, const std::string& user);

// Changes real, effective and saved ids for good. Does nothing when they are already so and there is nothing to drop.
// Error: the kernel refused, or root could be had back; the caller must not go on.
Result<void> become(const Identity& identity);

// The same between fork and exec: only async-signal-safe calls. Returns 0 or errno.
int become_in_child(const Identity& identity);

}  // namespace sm::process
