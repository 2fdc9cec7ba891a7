// Opening a file in a child that has taken on the user's identity, and passing descriptors over local sockets.
// Invariant: nothing but a regular file (or /dev/null) is ever handed out.
#include "sendmaild/process/open_as.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sm::process {

OpenedFile open_here(const OpenAsRequest& request) {
  OpenedFile file;
  int flags = O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  int fd;
  if (request.purpose == OpenFor::reading) {
    fd = open(request.path.c_str(), flags | O_RDONLY);
  } else {
    fd = open(request.path.c_str(), flags | O_WRONLY | O_APPEND | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT) {
      fd = open(request.path.c_str(), flags | O_WRONLY | O_APPEND | O_NOFOLLOW | O_CREAT | O_EXCL, request.mode);
    }
  }
  if (fd < 0) {
    file.error = errno;
    return file;
  }
  file.fd.reset(fd);
  struct stat status {};
  if (fstat(fd, &status) != 0 || (!S_ISREG(status.st_mode) && request.path != "/dev/null")) {
    file.fd.reset();
    file.error = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return file;
  }
  // The descriptor was opened without waiting so that a FIFO cannot hold us; a file needs no such mode.
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return file;
}

OpenedFile connect_here(const std::string& path) {
  OpenedFile answer;
  UniqueFd socket_file(open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!socket_file.valid() || fstat(socket_file.get(), &status) != 0) {
    answer.error = errno;
    return answer;
  }
  if (!S_ISSOCK(status.st_mode)) {
    answer.error = ENOTSOCK;
    return answer;
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string pinned = "/proc/self/fd/" + std::to_string(socket_file.get());
  pinned.copy(address.sun_path, sizeof address.sun_path - 1);
  UniqueFd connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!connection.valid() ||
      connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    answer.error = errno;
    return answer;
  }
  answer.fd = std::move(connection);
  return answer;
}

bool send_descriptor(int socket, int fd, int error) {
  iovec data{&error, sizeof error};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (fd >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(sizeof error);
}

OpenedFile receive_answer(int socket, int timeout_seconds) {
  OpenedFile file;
  pollfd ready{socket, POLLIN, 0};
  int count;
  do {
    count = poll(&ready, 1, timeout_seconds * 1000);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) {
    file.error = count == 0 ? ETIMEDOUT : errno;
    return file;
  }
  int error = 0;
  iovec data{&error, sizeof error};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got != static_cast<ssize_t>(sizeof error)) {
    file.error = EPIPE;
    return file;
  }
  file.error = error;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof(int))) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    file.fd.reset(fd);
  }
  return file;
}

OpenedFile receive_descriptor(int socket, int timeout_seconds) {
  OpenedFile file = receive_answer(socket, timeout_seconds);
  if (!file.fd.valid() && file.error == 0) file.error = EPIPE;
  return file;
}

OpenedFile open_as(const OpenAsRequest& request, int timeout_seconds) {
  if (geteuid() != 0 || request.identity.uid == 0) return open_here(request);
  OpenedFile failed;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    failed.error = errno;
    return failed;
  }
  UniqueFd ours(pair[0]);
  UniqueFd theirs(pair[1]);
  pid_t child = fork();
  if (child < 0) {
    failed.error = errno;
    return failed;
  }
  if (child == 0) {
    int error = become_in_child(request.identity);
    OpenedFile opened;
    opened.error = error;
    if (error == 0) opened = open_here(request);
    send_descriptor(theirs.get(), opened.fd.get(), opened.error);
    _exit(0);
  }
  theirs.reset();
  OpenedFile file = receive_descriptor(ours.get(), timeout_seconds);
  if (file.error == ETIMEDOUT) kill(child, SIGKILL);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  return file;
}

}  // namespace sm::process
