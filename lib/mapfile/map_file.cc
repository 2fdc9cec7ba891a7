// See the header.
#include "lib/mapfile/map_file.h"

#include <sys/file.h>

#include <cerrno>

#include "lib/mapfile/backends.h"

namespace sm::mapfile {

Result<std::unique_ptr<MapFile>> open_map_file(FileType type, const std::string& path) {
  switch (type) {
    case FileType::hash:
    case FileType::btree:
      return open_berkeley_file(type, path);
    case FileType::cdb:
      return open_cdb_file(path);
    case FileType::lmdb:
      return open_lmdb_file(path);
    case FileType::implicit:
      break;
  }
  return Error{"implicit names no file type", ExitStatus::software};
}

SharedLock::SharedLock(int fd) : fd_(fd) {
  while (::flock(fd_, LOCK_SH) != 0 && errno == EINTR) {
  }
}

SharedLock::~SharedLock() { ::flock(fd_, LOCK_UN); }

}  // namespace sm::mapfile
