// See the header. The temporary name carries the process id and a counter, and is created with O_EXCL.
#include "lib/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

#include "lib/base/posix.h"

namespace sm {

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<AtomicFile> AtomicFile::create(const std::string& target, mode_t mode) {
  static std::atomic<unsigned> counter{0};
  for (int attempt = 0; attempt < 100; attempt++) {
    std::string temporary = target + "." + std::to_string(::getpid()) + "." + std::to_string(counter++) + ".tmp";
    UniqueFd fd(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (fd.valid()) return AtomicFile(target, std::move(temporary), std::move(fd));
    if (errno != EEXIST) return system_error(temporary, errno, ExitStatus::cannot_create);
  }
  return Error{target + ": no free temporary name", ExitStatus::cannot_create};
}

AtomicFile::~AtomicFile() {
  if (fd_.valid() && !temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(std::string_view bytes) { return write_all(fd_.get(), bytes); }

Result<void> AtomicFile::commit() {
  if (::fsync(fd_.get()) < 0) return system_error(temporary_, errno, ExitStatus::io_error);
  if (::rename(temporary_.c_str(), target_.c_str()) < 0) return system_error(target_, errno, ExitStatus::cannot_create);
  temporary_.clear();
  fd_.reset();
  return fsync_directory(folder_of(target_));
}

}  // namespace sm
