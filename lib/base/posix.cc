// See the header.
#include "lib/base/posix.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>

#include "lib/base/file_opener.h"

namespace sm {

Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("write", errno, ExitStatus::io_error);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Result<std::string> read_all(int fd, size_t limit) {
  std::string text;
  char buffer[65536];
  for (;;) {
    ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error("read", errno, ExitStatus::io_error);
    if (n == 0) return text;
    text.append(buffer, static_cast<size_t>(n));
    if (text.size() > limit) return Error{"file is too large", ExitStatus::data_error};
  }
}

Result<std::string> read_file(const std::string& path, size_t limit) {
  return read_file(*direct_files(), path, limit);
}

Result<void> fsync_directory(int directory_fd) {
  if (::fsync(directory_fd) < 0) return system_error("fsync of the directory", errno, ExitStatus::io_error);
  return {};
}

Result<void> fsync_directory(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) return system_error(path, errno, ExitStatus::os_file);
  return fsync_directory(fd.get());
}

Result<std::pair<UniqueFd, UniqueFd>> local_socket_pair() {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) return system_error("socketpair", errno);
  return std::pair{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

}  // namespace sm
