// The steps by which queue files come to be, each with its fault point, its errors as temporary failures. Used in the order
// that docs/queue_format.md explains.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::queue {

// Creates exclusively, for reading and writing, close-on-exec, with exactly this mode.
Result<UniqueFd> create_file(const char* point, const std::string& path, mode_t mode);
Result<void> write_file(const char* point, int fd, const std::string& path, std::string_view text);
Result<void> sync_file(const char* point, int fd, const std::string& path);
Result<void> rename_file(const char* point, const std::string& from, const std::string& to);
Result<void> sync_folder(const char* point, const std::string& folder);
// Links an open file under a new name. False: on another file system, or it has no name any more.
Result<bool> link_file(const char* point, int fd, const std::string& path);
// A missing file is no error; others are logged.
void unlink_file(const char* point, const std::string& path, std::string_view queue_id);

}  // namespace sm::queue
