// Rules for files that sendmail trusts or writes on somebody's behalf: who owns each component of the path, who could
// exchange it, what kind of file it is (Operations Guide, "DontBlameSendmail"). The rules are told as `SafeRule`s, so that
// each caller translates its DontBlameSendmail words.
// Security: a check of a path is only advice; safe_open() repeats it on the descriptor.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <bitset>
#include <string>
#include <vector>

#include "lib/base/result.h"

namespace sm {

enum class SafeRule {
  regular_only,             // nothing but plain files
  no_symlink,               // the last component must not be a symbolic link
  no_hard_link,             // link count 1
  no_link_in_unsafe_folder, // links of both kinds only in folders nobody else can write to
  no_group_writable, no_world_writable,
  no_group_readable, no_world_readable,
  safe_folders,             // every folder of the path: writable by root, TrustedUser or its owner alone
  group_writable_folders_are_safe,  // GroupWritableDirPathSafe
  trust_sticky,             // TrustStickyBit: a sticky folder may be writable
  must_own,                 // owned by the user, root or TrustedUser
  no_execute,               // no x bit at all (files written to)
  root_may,                 // uid 0 is allowed what its owner is; otherwise root counts as "other"
  may_create,               // a missing file is fine where its folder is writable for the user
  no_folder_check,          // the path is not looked at
  count
};

class SafeRules {
 public:
  SafeRules() = default;
  SafeRules(std::initializer_list<SafeRule> rules) {
    for (SafeRule rule : rules) set(rule);
  }
  SafeRules& set(SafeRule rule, bool on = true) {
    bits_[static_cast<size_t>(rule)] = on;
    return *this;
  }
  bool has(SafeRule rule) const { return bits_[static_cast<size_t>(rule)]; }

 private:
  std::bitset<static_cast<size_t>(SafeRule::count)> bits_;
};

// On whose behalf a file is used.
struct FileUser {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;    // supplementary
  uid_t trusted_uid = 0;        // TrustedUser; 0: none
};

// Looks at the path for reading (`access` R_OK), writing (W_OK) or both. The error's text is the short reason of the
// field ("Group writable directory", "Permission denied", "No such file or directory"); its status is no_input for a
// missing file, temp_fail for errors that may pass, no_permission otherwise.
Result<void> check_safe_path(const std::string& path, const FileUser& user, SafeRules rules, int access);
// The folders above the path alone.
Result<void> check_safe_folders(const std::string& path, const FileUser& user, SafeRules rules);
// The rules for the file itself, on what stat says of it.
Result<void> check_safe_file(const struct stat& facts, const FileUser& user, SafeRules rules, int access);

}  // namespace sm
