// flock(2) with EINTR handled and a bounded wait.
#include "lib/base/file_lock.h"

#include <sys/file.h>

#include <cerrno>
#include <thread>

namespace sm {

Result<bool> try_lock_file(int fd, LockKind kind) {
  int operation = (kind == LockKind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  while (::flock(fd, operation) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return false;
    return system_error("cannot lock", errno, ExitStatus::temp_fail);
  }
  return true;
}

Result<bool> lock_file(int fd, LockKind kind, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kStep{20};
  auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    Result<bool> locked = try_lock_file(fd, kind);
    if (!locked || *locked || std::chrono::steady_clock::now() >= deadline) return locked;
    std::this_thread::sleep_for(kStep);
  }
}

void unlock_file(int fd) { ::flock(fd, LOCK_UN); }

}  // namespace sm
