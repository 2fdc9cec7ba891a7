// See the header.
#include "lib/mapfile/map_file_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "lib/mapfile/backends.h"

namespace sm::mapfile {

namespace {

Error reason(int error_number) {
  return Error{std::strerror(error_number), error_number == ENOENT ? ExitStatus::no_input : ExitStatus::cannot_create};
}

// The present file, open and exclusively locked; an invalid descriptor when there is none.
Result<UniqueFd> lock_present_file(const std::string& path) {
  for (;;) {
    struct stat before {};
    if (::lstat(path.c_str(), &before) != 0) {
      if (errno == ENOENT) return UniqueFd();
      return reason(errno);
    }
    if (S_ISLNK(before.st_mode)) return Error{"Symbolic links not allowed", ExitStatus::cannot_create};
    if (!S_ISREG(before.st_mode)) return Error{"Regular files only", ExitStatus::cannot_create};
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.valid()) return reason(errno);
    while (::flock(fd.get(), LOCK_EX) != 0) {
      if (errno != EINTR) return reason(errno);
    }
    // Another writer may have put a new file in place while this one waited for the lock.
    struct stat locked {};
    struct stat now {};
    if (::fstat(fd.get(), &locked) == 0 && ::lstat(path.c_str(), &now) == 0 && locked.st_ino == now.st_ino &&
        locked.st_dev == now.st_dev) {
      return fd;
    }
  }
}

Result<void> copy_contents(int from, int to) {
  off_t offset = 0;
  struct stat status {};
  if (::fstat(from, &status) != 0) return reason(errno);
  while (offset < status.st_size) {
    ssize_t copied = ::copy_file_range(from, &offset, to, nullptr, static_cast<size_t>(status.st_size - offset), 0);
    if (copied < 0 && errno == EINTR) continue;
    if (copied < 0) return reason(errno);
    if (copied == 0) break;
  }
  return {};
}

// The new file looks like the old one: mode, group and (where allowed) owner.
void take_over_attributes(int from, int to) {
  struct stat old {};
  if (::fstat(from, &old) != 0) return;
  // A failed chown leaves the file to its maker, as an in-place rewrite by him could not have happened otherwise.
  if (::fchown(to, old.st_uid, old.st_gid) != 0 && ::fchown(to, static_cast<uid_t>(-1), old.st_gid) != 0) {
    ::fchmod(to, old.st_mode & 0707);
    return;
  }
  ::fchmod(to, old.st_mode & 07777);
}

// sendmail's readers look at the time of the file they have open, not at the path: a newer time on the file that was
// just replaced makes them open the new one.
void tell_readers_of(int replaced) {
  struct stat old {};
  if (::fstat(replaced, &old) != 0) return;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  now.tv_sec = std::max(now.tv_sec, old.st_mtim.tv_sec + 1);
  const timespec times[2] = {now, now};
  ::futimens(replaced, times);
}

Result<std::unique_ptr<WriterBackend>> open_backend(const std::string& path, const WriteOptions& options) {
  switch (options.type) {
    case FileType::hash:
    case FileType::btree:
      return write_berkeley_file(path, options);
    case FileType::cdb:
      return write_cdb_file(path, options);
    case FileType::lmdb:
      return write_lmdb_file(path, options);
    case FileType::implicit:
      break;
  }
  return Error{"implicit names no file type", ExitStatus::software};
}

}  // namespace

MapFileWriter::MapFileWriter(Parts parts)
    : file_(std::move(parts.file)), lock_(std::move(parts.lock)), backend_(std::move(parts.backend)) {}

MapFileWriter::~MapFileWriter() = default;

Result<std::unique_ptr<MapFileWriter>> MapFileWriter::open(const std::string& path, const WriteOptions& options) {
  Result<UniqueFd> present = lock_present_file(path);
  if (!present) return std::move(present).error();
  bool exists = present->valid();
  if (!exists && options.must_exist) return reason(ENOENT);
  Result<AtomicFile> file = AtomicFile::create(path, options.mode);
  if (!file) return reason(errno);
  if (exists) take_over_attributes(present->get(), file->fd());
  if (options.owner && ::fchown(file->fd(), *options.owner, static_cast<gid_t>(-1)) != 0) return reason(errno);
  if (exists && options.keep_entries) {
    if (Result<void> copied = copy_contents(present->get(), file->fd()); !copied) return copied.error();
  }
  Result<std::unique_ptr<WriterBackend>> backend = open_backend(file->path(), options);
  if (!backend) return std::move(backend).error();
  return std::make_unique<MapFileWriter>(Parts{*std::move(file), *std::move(present), *std::move(backend)});
}

Result<Stored> MapFileWriter::put(std::string_view key, std::string_view value, Duplicates duplicates) {
  return backend_->put(key, value, duplicates);
}

Result<bool> MapFileWriter::erase(std::string_view key) { return backend_->erase(key); }

Result<std::optional<std::string>> MapFileWriter::get(std::string_view key) { return backend_->get(key); }

Result<void> MapFileWriter::commit() {
  if (Result<void> finished = backend_->finish(); !finished) return finished;
  backend_.reset();
  if (Result<void> replaced = file_.commit(); !replaced) return replaced;
  if (lock_.valid()) tell_readers_of(lock_.get());
  return {};
}

}  // namespace sm::mapfile
