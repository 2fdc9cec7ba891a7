// The steps by which queue files come to be, each with its fault point, its errors as temporary failures. Used in the order
// that docs/queue_format.md explains.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::queue {

// Creates exclusively, for reading and writing, close-on-exec, with exactly this mode.
Result<UniqueFd> create_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind,
                             mode_t mode);
Result<void> write_file(const char* point, int fd, const std::string& path, std::string_view text);
Result<void> sync_file(const char* point, int fd, const std::string& path);
Result<void> rename_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind from, FileKind to);
// The folder of this kind of file.
Result<void> sync_folder(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind);
// Gives one message's data file to another too. False: on another file system, or it is gone.
Result<bool> link_data(const char* point, const QueuePaths& paths, const QueueLocation& from, const QueueLocation& to);
// True when there was such a file. A missing file is no error; others are logged.
bool unlink_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind);

}  // namespace sm::queue
