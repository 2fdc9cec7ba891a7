// See the header. Temporary names carry the process id and a counter: "TARGET.PID.N.tmp", and are created with O_EXCL.
// Security: leftovers are told by their name, owner and lock; nothing that a symbolic link points to is touched.
#include "lib/base/atomic_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"

namespace sm {

namespace {

constexpr int kMostAttempts = 100;
constexpr std::string_view kSuffix = ".tmp";

std::string temporary_name(const std::string& target) {
  static std::atomic<unsigned> counter{0};
  return target + "." + std::to_string(::getpid()) + "." + std::to_string(counter++) + std::string(kSuffix);
}

std::string descriptor_path(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

// Is `name` what temporary_name() makes of the target `base`?
bool is_temporary_of(std::string_view name, std::string_view base) {
  if (name.size() <= base.size() + kSuffix.size() || !name.starts_with(base) || !name.ends_with(kSuffix)) return false;
  name.remove_prefix(base.size());
  name.remove_suffix(kSuffix.size());
  int dots = 0;
  for (char c : name) {
    if (c == '.') dots++;
    if (c != '.' && !ascii::is_digit(c)) return false;
  }
  return dots == 2 && name.front() == '.';
}

// A writer holds a lock on its file as long as it lives.
bool is_abandoned(int folder, const char* name) {
  UniqueFd fd(::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  return fd.valid() && ::fstat(fd.get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
         ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0;
}

void remove_leftovers(const std::string& target) {
  auto close_folder = [](DIR* stream) { ::closedir(stream); };
  std::unique_ptr<DIR, decltype(close_folder)> folder(::opendir(folder_of(target).c_str()), close_folder);
  if (folder == nullptr) return;
  std::string_view base = std::string_view(target).substr(target.rfind('/') + 1);
  while (const dirent* entry = ::readdir(folder.get())) {
    int fd = ::dirfd(folder.get());
    if (is_temporary_of(entry->d_name, base) && is_abandoned(fd, entry->d_name)) ::unlinkat(fd, entry->d_name, 0);
  }
}

// False when somebody took the file for a leftover between its creation and the lock.
bool lock_new_file(int fd) {
  struct stat status {};
  return ::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &status) == 0 && status.st_nlink > 0;
}

}  // namespace

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<AtomicFile> AtomicFile::create(const std::string& target, mode_t mode) {
  remove_leftovers(target);
  UniqueFd fd(::open(folder_of(target).c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, mode));
  // Without /proc the file could not be given a name.
  if (fd.valid() && ::access(descriptor_path(fd.get()).c_str(), F_OK) == 0) {
    ::flock(fd.get(), LOCK_EX | LOCK_NB);
    return AtomicFile(target, {}, std::move(fd));
  }
  return create_named(target, mode);
}

Result<AtomicFile> AtomicFile::create_named(const std::string& target, mode_t mode) {
  for (int attempt = 0; attempt < kMostAttempts; attempt++) {
    std::string temporary = temporary_name(target);
    UniqueFd fd(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (fd.valid() && lock_new_file(fd.get())) return AtomicFile(target, std::move(temporary), std::move(fd));
    if (!fd.valid() && errno != EEXIST) return system_error(temporary, errno, ExitStatus::cannot_create);
  }
  return Error{target + ": no free temporary name", ExitStatus::cannot_create};
}

AtomicFile::~AtomicFile() {
  if (fd_.valid() && !temporary_.empty()) ::unlink(temporary_.c_str());
}

std::string AtomicFile::path() const { return temporary_.empty() ? descriptor_path(fd_.get()) : temporary_; }

Result<void> AtomicFile::write(std::string_view bytes) { return write_all(fd_.get(), bytes); }

Result<void> AtomicFile::give_name() {
  for (int attempt = 0; attempt < kMostAttempts; attempt++) {
    std::string name = temporary_name(target_);
    if (::linkat(AT_FDCWD, path().c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary_ = std::move(name);
      return {};
    }
    if (errno != EEXIST) return system_error(target_, errno, ExitStatus::cannot_create);
  }
  return Error{target_ + ": no free temporary name", ExitStatus::cannot_create};
}

Result<void> AtomicFile::commit() {
  if (::fsync(fd_.get()) < 0) return system_error(target_, errno, ExitStatus::io_error);
  if (temporary_.empty()) {
    if (Result<void> named = give_name(); !named) return named;
  }
  if (::rename(temporary_.c_str(), target_.c_str()) < 0) return system_error(target_, errno, ExitStatus::cannot_create);
  temporary_.clear();
  fd_.reset();
  return fsync_directory(folder_of(target_));
}

}  // namespace sm
