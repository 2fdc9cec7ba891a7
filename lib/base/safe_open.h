// Opening files under the rules of safe_path.h, verified on the descriptor: what was checked is what is open.
// Security: the folder may belong to an attacker; links and exchanged files are refused, new files are created exclusively.
#pragma once

#include "lib/base/safe_path.h"
#include "lib/base/unique_fd.h"

namespace sm {

struct SafeFile {
  UniqueFd fd;
  struct stat facts{};
  bool created = false;
};

// `flags` as for open(2); O_CREAT creates with `mode`, exclusively, where the file did not exist (SafeRule::may_create is
// implied), O_TRUNC takes effect after all checks. Errors as check_safe_path(), and "File changed after open".
Result<SafeFile> safe_open(const std::string& path, int flags, mode_t mode, const FileUser& user, SafeRules rules);

}  // namespace sm
