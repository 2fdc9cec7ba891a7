// Whole reads and writes over descriptors, with EINTR and short transfers handled in one place.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm {

// Writes everything or fails.
Result<void> write_all(int fd, std::string_view bytes);
// Reads to the end of the file; fails when more than `limit` bytes come.
Result<std::string> read_all(int fd, size_t limit);
// A whole file by its path. No safety checks: for files the caller trusts.
Result<std::string> read_file(const std::string& path, size_t limit = 1 << 30);
// fsync of the directory itself, so that names created, renamed or removed in it survive power loss.
Result<void> fsync_directory(int directory_fd);
Result<void> fsync_directory(const std::string& path);
// A connected pair of local stream sockets, close-on-exec.
Result<std::pair<UniqueFd, UniqueFd>> local_socket_pair();

}  // namespace sm
