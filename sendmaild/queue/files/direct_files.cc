// QueueFiles by system calls relative to the open folders. The helper uses it for others, so a name is checked here too.
// Security: no symbolic link is followed, nothing but the grammar of queue file names is opened.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "lib/base/file_lock.h"
#include "sendmaild/queue/files/queue_files.h"

namespace sm::queue {

namespace {

OpenedFile failed(int error) {
  OpenedFile file;
  file.error = error;
  return file;
}

template <typename Call>
int retried(Call call) {
  while (call() != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

// 0, or why the file is not ours: EWOULDBLOCK, or an errno of flock(2).
int lock(int fd) {
  Result<bool> locked = try_lock_file(fd, LockKind::exclusive);
  if (!locked) return EIO;
  return *locked ? 0 : EWOULDBLOCK;
}

class DirectFiles final : public QueueFiles {
 public:
  explicit DirectFiles(std::shared_ptr<const QueueFolders> folders) : folders_(std::move(folders)) {}

  OpenedFile create(const QueueFile& file, mode_t mode) override {
    OpenedFile created = open_at(file, O_RDWR | O_CREAT | O_EXCL, mode);
    if (!created.fd.valid()) return created;
    // The umask may have taken bits that a shared queue (MSP) needs.
    if (::fchmod(created.fd.get(), mode) != 0) return failed(errno);
    if (file.kind == FileKind::temporary) {
      if (int error = lock(created.fd.get()); error != 0) return failed(error);
    }
    return created;
  }

  OpenedFile open(const QueueFile& file) override { return open_at(file, O_RDONLY | O_NONBLOCK); }

  OpenedFile take(const QueueFile& file) override {
    OpenedFile taken = open_at(file, O_RDWR | O_NONBLOCK);
    if (!taken.fd.valid()) return taken;
    if (int error = lock(taken.fd.get()); error != 0) return failed(error);
    struct stat opened {};
    struct stat named {};
    if (::fstat(taken.fd.get(), &opened) != 0) return failed(errno);
    if (::fstatat(folders_->fd(file.folder), file.name().c_str(), &named, AT_SYMLINK_NOFOLLOW) != 0) return failed(errno);
    if (opened.st_ino != named.st_ino || opened.st_dev != named.st_dev) return failed(ESTALE);
    return taken;
  }

  OpenedFile look(const QueueFile& file) override { return open_at(file, O_PATH); }

  OpenedFile list(uint32_t folder) override {
    if (folder >= folders_->size()) return failed(EINVAL);
    OpenedFile opened;
    opened.fd.reset(::openat(folders_->fd(folder), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.fd.valid()) opened.error = errno;
    return opened;
  }

  int rename(const QueueFile& file, FileKind to) override {
    QueueFile target = file;
    target.kind = to;
    if (!is_ours(file) || !is_ours(target)) return EINVAL;
    int folder = folders_->fd(file.folder);
    return retried([&] { return ::renameat(folder, file.name().c_str(), folder, target.name().c_str()); });
  }

  int remove(const QueueFile& file) override {
    if (!is_ours(file)) return EINVAL;
    return retried([&] { return ::unlinkat(folders_->fd(file.folder), file.name().c_str(), 0); });
  }

  int link(const QueueFile& file, const QueueFile& to) override {
    if (!is_ours(file) || !is_ours(to)) return EINVAL;
    return retried([&] {
      return ::linkat(folders_->fd(file.folder), file.name().c_str(), folders_->fd(to.folder), to.name().c_str(), 0);
    });
  }

  uid_t owner() const override { return ::geteuid(); }

 private:
  bool is_ours(const QueueFile& file) const { return file.folder < folders_->size() && file.is_well_formed(); }

  OpenedFile open_at(const QueueFile& file, int flags, mode_t mode = 0) const {
    if (!is_ours(file)) return failed(EINVAL);
    OpenedFile opened;
    int error = retried([&] {
      opened.fd.reset(::openat(folders_->fd(file.folder), file.name().c_str(), flags | O_NOFOLLOW | O_CLOEXEC, mode));
      return opened.fd.valid() ? 0 : -1;
    });
    opened.error = error;
    return opened;
  }

  std::shared_ptr<const QueueFolders> folders_;
};

}  // namespace

std::shared_ptr<QueueFiles> direct_queue_files(std::shared_ptr<const QueueFolders> folders) {
  return std::make_shared<DirectFiles>(std::move(folders));
}

}  // namespace sm::queue
