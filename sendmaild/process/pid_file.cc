// The pid file with its lock (flock(2), kept for the life of the daemon). Invariant: only the process that wrote the file
// removes it.
#include "sendmaild/process/pid_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/posix.h"

namespace sm::process {

PidFile::PidFile(std::string path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)), owner_(getpid()) {}

PidFile::~PidFile() {
  // Emptied as well as removed: the folder may not let us remove it.
  if (!fd_.valid() || owner_ != getpid()) return;
  static_cast<void>(!ftruncate(fd_.get(), 0));
  unlink(path_.c_str());
}

Result<PidFile> PidFile::create(const std::string& path, const std::string& command_line) {
  UniqueFd fd(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!fd.valid()) return system_error("cannot open pid file " + path, errno, ExitStatus::cannot_create);
  if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error{"unable to write pid to " + path + ": file in use by another process", ExitStatus::cannot_create};
  }
  if (ftruncate(fd.get(), 0) != 0) return system_error("cannot empty pid file " + path, errno);
  auto written = write_all(fd.get(), std::to_string(getpid()) + "\n" + command_line + "\n");
  if (!written) return std::move(written).error().in(path);
  return PidFile(path, std::move(fd));
}

}  // namespace sm::process
