// The user database as delivery asks it: does a login name exist, whose is this uid, which shells may run programs.
// Thread-safe; may block (NSS can be LDAP). "Could not ask" is an Error with status temp_fail.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/result.h"

namespace sm::delivery {

struct LocalUser {
  std::string name;       // the login name itself: a look-up in other case gives the real one
  uid_t uid = 0;
  gid_t gid = 0;
  std::string home;       // "" for "/"
  std::string full_name;  // first part of the GECOS field, & expanded
  std::string shell;
};

// Exact name first, then in lower case. With `match_full_names` (MatchGECOS) also by full name, "_" read as a blank.
Result<std::optional<LocalUser>> find_user(const std::string& name, bool match_full_names);
Result<std::optional<LocalUser>> find_user(uid_t uid);

// Whether the shell is one of /etc/shells, so that its owner may have programs run for him.
bool is_valid_shell(const std::string& shell);

}  // namespace sm::delivery
