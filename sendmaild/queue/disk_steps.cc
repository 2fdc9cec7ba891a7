// A fault point comes before its system call: a hook can kill the process there or make the step fail.
#include "sendmaild/queue/disk_steps.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/log.h"
#include "lib/base/posix.h"
#include "sendmaild/queue/fault_point.h"

namespace sm::queue {

namespace {

Error step_error(const char* what, const std::string& path, int error_number) {
  return system_error(fmt::format("{} {}", what, path), error_number, ExitStatus::temp_fail);
}

// What a call behind its fault point gives: 0 or an errno.
template <typename Call>
int guarded(const char* point, Call call) {
  int fault = fault_point(point);
  return fault != 0 ? fault : call();
}

int sync(int fd) {
  while (::fsync(fd) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

Result<UniqueFd> create_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind,
                             mode_t mode) {
  OpenedFile created;
  int failed = guarded(point, [&] {
    created = paths.files().create(paths.file_of(where, kind), mode);
    return created.error;
  });
  if (failed != 0) return step_error("cannot create", paths.file(where, kind), failed);
  return std::move(created.fd);
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
  int failed = guarded(point, [&] { return sync(fd); });
  if (failed != 0) return step_error("cannot fsync", path, failed);
  return {};
}

Result<void> rename_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind from,
                         FileKind to) {
  int failed = guarded(point, [&] { return paths.files().rename(paths.file_of(where, from), to); });
  if (failed != 0) return step_error("cannot rename to", paths.file(where, to), failed);
  return {};
}

Result<void> sync_folder(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind) {
  const QueueDirectory& directory = paths.directory(where);
  int failed = guarded(point, [&] { return sync(paths.folders()->fd(directory.folder_number(kind))); });
  if (failed != 0) return step_error("cannot fsync", directory.folder(kind), failed);
  return {};
}

Result<bool> link_data(const char* point, const QueuePaths& paths, const QueueLocation& from, const QueueLocation& to) {
  int failed = guarded(point, [&] {
    return paths.files().link(paths.file_of(from, FileKind::data), paths.file_of(to, FileKind::data));
  });
  if (failed == 0) return true;
  if (failed == EXDEV || failed == EMLINK || failed == ENOENT || failed == EPERM) return false;
  return step_error("cannot link", paths.file(to, FileKind::data), failed);
}

bool unlink_file(const char* point, const QueuePaths& paths, const QueueLocation& where, FileKind kind) {
  int failed = guarded(point, [&] { return paths.files().remove(paths.file_of(where, kind)); });
  if (failed != 0 && failed != ENOENT) {
    log::write(log::Priority::error, where.id,
               fmt::format("cannot unlink {}: {}", paths.file(where, kind), std::strerror(failed)));
  }
  return failed == 0;
}

}  // namespace sm::queue
