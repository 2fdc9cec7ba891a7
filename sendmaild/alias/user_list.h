// .forward and :include: files: one reader, two sets of rules about who could have written them.
// Security: the file is opened with its reader's rights; what others could change is refused, or where an exemption of
// DontBlameSendmail allows it, read but not trusted with programs and files.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/alias/user_files.h"
#include "sendmaild/config/options.h"

namespace sm::alias {

enum class ListKind { forward, include };

struct ListReader {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string user;
};

struct UserList {
  enum class Kind {
    read,
    missing,
    refused,    // `reason` says why
    transient,  // try again later
  };
  Kind kind = Kind::missing;
  std::vector<std::string> members;
  std::string reason;            // "Group writable file", "Permission denied"
  std::vector<std::string> notes;  // for the log at level 12: why the list is not trusted
  bool unsafe = false;           // members may not be programs or files
  bool timed_out = false;        // transient: the open took too long
  uid_t owner = 0;               // of the file
  bool safe_folders = false;     // nobody else could have put the file there
};

UserList read_user_list(ListKind kind, const std::string& path, const ListReader& reader, const config::Options& options,
                        UserFiles& files);

// The addresses in the text of such a file: `#` in column one and " #@# " begin comments.
std::vector<std::string> list_members(std::string_view text);

}  // namespace sm::alias
