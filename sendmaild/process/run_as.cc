// Changing identity for good: groups, group, user, in this order, and a check that there is no way back.
// Security: become_in_child() is called between fork and exec and makes system calls only.
#include "sendmaild/process/run_as.h"

#include <grp.h>
#include <unistd.h>

#include <cerrno>

namespace sm::process {
namespace {

constexpr int kMaxGroups = 256;

bool is_already(const Identity& identity) {
  return getuid() == identity.uid && geteuid() == identity.uid && getgid() == identity.gid && getegid() == identity.gid;
}

}  // namespace

Identity current_identity() {
  Identity identity;
  identity.uid = geteuid();
  identity.gid = getegid();
  gid_t groups[kMaxGroups];
  int count = getgroups(kMaxGroups, groups);
  for (int i = 0; i < count; ++i) identity.groups.push_back(groups[i]);
  return identity;
}

Identity identity_for(uid_t uid, gid_t gid, const std::string& user) {
  Identity identity;
  identity.uid = uid;
  identity.gid = gid;
  if (user.empty()) {
    identity.groups.push_back(gid);
    return identity;
  }
  gid_t groups[kMaxGroups];
  int count = kMaxGroups;
  if (getgrouplist(user.c_str(), gid, groups, &count) < 0) {
    identity.groups.push_back(gid);
    return identity;
  }
  identity.groups.assign(groups, groups + count);
  return identity;
}

int become_in_child(const Identity& identity) {
  if (geteuid() != 0) {
    // Without privilege there is one identity that can be had: the one we have.
    return is_already(identity) || geteuid() == identity.uid ? 0 : EPERM;
  }
  if (setgroups(identity.groups.size(), identity.groups.data()) != 0) return errno;
  if (setresgid(identity.gid, identity.gid, identity.gid) != 0) return errno;
  if (setresuid(identity.uid, identity.uid, identity.uid) != 0) return errno;
  if (identity.uid != 0 && setuid(0) == 0) return EPERM;
  return is_already(identity) ? 0 : EPERM;
}

Result<void> become(const Identity& identity) {
  int error = become_in_child(identity);
  if (error != 0) {
    return system_error("cannot become uid " + std::to_string(identity.uid) + ", gid " + std::to_string(identity.gid),
                        error);
  }
  return {};
}

}  // namespace sm::process
