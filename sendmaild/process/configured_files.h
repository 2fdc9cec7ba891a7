// Files that the configuration names, for roles that may not read all of them: tried directly, then through the helper.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/base/file_opener.h"

namespace sm::process {

// `socket` leads to the helper (not owned), which has the same list; `owner` is whose rights the helper has.
std::shared_ptr<const FileOpener> configured_files_at(int socket, std::vector<std::string> files, uid_t owner);

}  // namespace sm::process
