// What alias expansion needs of the outside: the users of this host, and files opened with a user's rights. Delivery
// gives an implementation that asks the helper process; tests give one over a scratch folder.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::alias {

struct LocalUser {
  std::string name;
  std::string full_name;  // GECOS
  std::string home;
  std::string shell;
  uid_t uid = 0;
  gid_t gid = 0;
};

// A file opened for reading as a user, or errno.
struct OpenedAsUser {
  UniqueFd fd;
  int error = 0;  // 0: fd is valid; ETIMEDOUT after Timeout.fileopen
};

class UserFiles {
 public:
  virtual ~UserFiles() = default;
  // Three answers: the user, none of that name, could not ask.
  virtual Result<std::optional<LocalUser>> find_user(const std::string& name) = 0;
  virtual Result<std::optional<LocalUser>> find_user_by_id(uid_t uid) = 0;
  // True when /etc/shells (or the built-in list) has the shell; an empty shell is /bin/sh.
  virtual bool is_login_shell(const std::string& shell) = 0;
  // Opens a file with the rights of the user; `user` may be empty when only ids are known.
  virtual OpenedAsUser open(const std::string& path, uid_t uid, gid_t gid, const std::string& user) = 0;
};

}  // namespace sm::alias
