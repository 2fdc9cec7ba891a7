// A fault point comes before its system call: a hook can kill the process there or make the step fail.
#include "sendmaild/queue/disk_steps.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "lib/base/log.h"
#include "lib/base/posix.h"
#include "sendmaild/queue/fault_point.h"

namespace sm::queue {

namespace {

Error step_error(const char* what, const std::string& path, int error_number) {
  return system_error(fmt::format("{} {}", what, path), error_number, ExitStatus::temp_fail);
}

// Runs a system call behind its fault point; 0 or an errno.
template <typename Call>
int guarded(const char* point, Call call) {
  if (int fault = fault_point(point); fault != 0) return fault;
  while (call() != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

Result<UniqueFd> create_file(const char* point, const std::string& path, mode_t mode) {
  UniqueFd fd;
  int failed = guarded(point, [&] {
    fd.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    return fd.valid() ? 0 : -1;
  });
  if (failed != 0) return step_error("cannot create", path, failed);
  // The umask may have taken bits that a shared queue (MSP) needs.
  if (::fchmod(fd.get(), mode) != 0) return step_error("cannot set the mode of", path, errno);
  return fd;
}

Result<void> write_file(const char* point, int fd, const std::string& path, std::string_view text) {
  if (int fault = fault_point(point); fault != 0) return step_error("cannot write", path, fault);
  if (auto ok = write_all(fd, text); !ok) {
    Error error = std::move(ok).error();
    error.status = ExitStatus::temp_fail;
    return std::move(error).in("cannot write " + path);
  }
  return {};
}

Result<void> sync_file(const char* point, int fd, const std::string& path) {
  int failed = guarded(point, [&] { return ::fsync(fd); });
  if (failed != 0) return step_error("cannot fsync", path, failed);
  return {};
}

Result<void> rename_file(const char* point, const std::string& from, const std::string& to) {
  int failed = guarded(point, [&] { return std::rename(from.c_str(), to.c_str()); });
  if (failed != 0) return step_error("cannot rename to", to, failed);
  return {};
}

Result<void> sync_folder(const char* point, const std::string& folder) {
  if (int fault = fault_point(point); fault != 0) return step_error("cannot fsync", folder, fault);
  auto ok = fsync_directory(folder);
  if (ok) return {};
  Error error = std::move(ok).error();
  error.status = ExitStatus::temp_fail;
  return error;
}

Result<bool> link_file(const char* point, int fd, const std::string& path) {
  std::string open_file = fmt::format("/proc/self/fd/{}", fd);
  int failed = guarded(
      point, [&] { return ::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW); });
  if (failed == 0) return true;
  if (failed == EXDEV || failed == EMLINK || failed == ENOENT || failed == EPERM) return false;
  return step_error("cannot link", path, failed);
}

void unlink_file(const char* point, const std::string& path, std::string_view queue_id) {
  int failed = guarded(point, [&] { return ::unlink(path.c_str()); });
  if (failed != 0 && failed != ENOENT)
    log::write(log::Priority::error, queue_id, fmt::format("cannot unlink {}: {}", path, std::strerror(failed)));
}

}  // namespace sm::queue
