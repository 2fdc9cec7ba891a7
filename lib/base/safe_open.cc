// Check, open, and compare what is open with what was checked.
#include "lib/base/safe_open.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sm {
namespace {

int access_of(int flags) {
  switch (flags & O_ACCMODE) {
    case O_WRONLY: return W_OK;
    case O_RDWR: return R_OK | W_OK;
    default: return R_OK;
  }
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_nlink == b.st_nlink && a.st_uid == b.st_uid &&
         a.st_gid == b.st_gid;
}

Error open_error(int number) {
  ExitStatus status = ExitStatus::temp_fail;
  if (number == ENOENT || number == ENOTDIR) status = ExitStatus::no_input;
  if (number == EACCES || number == EPERM || number == EROFS) status = ExitStatus::no_permission;
  return Error{std::strerror(number), status};
}

}  // namespace

Result<SafeFile> safe_open(const std::string& path, int flags, mode_t mode, const FileUser& user, SafeRules rules) {
  bool create = (flags & O_CREAT) != 0;
  if (create) rules.set(SafeRule::may_create);
  if (Result<void> safe = check_safe_path(path, user, rules, access_of(flags)); !safe) return std::move(safe).error();
  struct stat before {};
  bool existed = ::stat(path.c_str(), &before) == 0;
  // Truncation waits until the file is known to be the right one; O_NONBLOCK keeps a FIFO from holding us.
  int open_flags = (flags & ~O_TRUNC) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  if (create && !existed) open_flags |= O_EXCL;
  if (existed) open_flags &= ~O_CREAT;
  SafeFile out;
  out.fd = UniqueFd(::open(path.c_str(), open_flags, mode));
  if (!out.fd.valid() || ::fstat(out.fd.get(), &out.facts) != 0) return open_error(errno);
  out.created = !existed;
  if (existed && !same_file(before, out.facts)) return Error{"File changed after open", ExitStatus::no_permission};
  if ((flags & O_TRUNC) != 0 && existed && ::ftruncate(out.fd.get(), 0) != 0) return open_error(errno);
  int status_flags = ::fcntl(out.fd.get(), F_GETFL);
  if (status_flags >= 0 && (flags & O_NONBLOCK) == 0) ::fcntl(out.fd.get(), F_SETFL, status_flags & ~O_NONBLOCK);
  return out;
}

}  // namespace sm
