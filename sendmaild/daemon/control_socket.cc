// See the header. What was there before, a socket that a daemon left behind, is replaced when it passes the checks.
#include "sendmaild/daemon/control_socket.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/atomic_file.h"
#include "lib/base/log.h"
#include "lib/base/safe_path.h"
#include "sendmaild/net/listener.h"
#include "sendmaild/process/run_as.h"

namespace sm::daemon {
namespace {

constexpr mode_t kOwnerOnly = 0177;  // umask

Result<void> check(const std::string& path, const config::Options& options) {
  process::Identity self = process::current_identity();
  FileUser user{.uid = self.uid, .gid = self.gid, .groups = self.groups, .trusted_uid = options.trusted_user.uid};
  SafeRules rules{SafeRule::safe_folders, SafeRule::no_symlink, SafeRule::no_execute, SafeRule::may_create};
  // Another's socket is nothing that root may replace, but TrustedUser's is as good as its own.
  struct stat facts {};
  rules.set(SafeRule::root_may, options.trusted_user.uid != 0 && ::lstat(path.c_str(), &facts) == 0 &&
                                    facts.st_uid == options.trusted_user.uid);
  rules.set(SafeRule::group_writable_folders_are_safe,
            options.dont_blame_sendmail.has(config::Blame::group_writable_dir_path_safe));
  rules.set(SafeRule::trust_sticky, options.dont_blame_sendmail.has(config::Blame::trust_sticky_bit));
  if (auto safe = check_safe_path(path, user, rules, R_OK | W_OK); !safe) return safe;
  // The owner of the folder could exchange the socket for one of his own.
  if (::stat(folder_of(path).c_str(), &facts) != 0) return Error{std::strerror(errno)};
  bool ours = facts.st_uid == 0 || facts.st_uid == user.uid || facts.st_uid == user.trusted_uid;
  return ours ? Result<void>() : Error{std::strerror(EACCES)};
}

Result<UniqueFd> bind_at(const std::string& path, const config::Options& options) {
  auto address = net::SocketAddress::local_path(path);
  if (!address) return Error{std::strerror(ENAMETOOLONG)};
  if (auto safe = check(path, options); !safe) return safe.error();
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return Error{std::strerror(errno)};
  net::ListenSpec spec;
  spec.address = *address;
  int number = 0;
  mode_t before = ::umask(kOwnerOnly);
  auto socket = net::bind_listener(spec, &number);
  ::umask(before);
  if (!socket) return Error{std::strerror(number)};
  uid_t trusted = options.trusted_user.uid;
  if (trusted != 0 && ::geteuid() == 0 && ::lchown(path.c_str(), trusted, static_cast<gid_t>(-1)) != 0) {
    int reason = errno;
    ::unlink(path.c_str());
    return Error{std::strerror(reason)};
  }
  return socket;
}

}  // namespace

std::string queue_base(const config::Options& options) {
  const std::string& queue = options.queue_directory;
  size_t slash = queue.rfind('/');
  bool pattern = !queue.empty() && queue.back() == '*';
  return pattern && slash != std::string::npos ? queue.substr(0, slash) : queue;
}

ControlSocket::ControlSocket(std::string path, UniqueFd listening)
    : path_(std::move(path)), listening_(std::move(listening)), owner_(::getpid()) {}

ControlSocket::~ControlSocket() {
  if (owner_ == ::getpid()) ::unlink(path_.c_str());
}

std::unique_ptr<ControlSocket> ControlSocket::open(const delivery::Site& site) {
  const std::string& name = site.options().control_socket_name;
  if (name.empty()) return nullptr;
  std::string path = name[0] == '/' ? name : queue_base(site.options()) + "/" + name;
  auto socket = bind_at(path, site.options());
  if (socket) return std::make_unique<ControlSocket>(std::move(path), *std::move(socket));
  log::write_plain(log::Priority::warning, "daemon could not open control socket " + name + ": " + socket.error().text);
  return nullptr;
}

}  // namespace sm::daemon
