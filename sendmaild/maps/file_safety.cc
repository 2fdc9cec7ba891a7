// See the header.
#include "sendmaild/maps/file_safety.h"

#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sm::maps {

Result<void> check_map_file(const std::string& path, const config::Config*) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return Error{std::strerror(errno), errno == ENOENT ? ExitStatus::no_input : ExitStatus::no_permission};
  }
  if (!S_ISREG(status.st_mode)) return Error{"Regular files only", ExitStatus::no_permission};
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) return Error{std::strerror(errno), ExitStatus::no_permission};
  return {};
}

}  // namespace sm::maps
