// The life of a locked message: first save, rewrites, removal, and opening one that is already in the queue.
#include "sendmaild/queue/queue_entry.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/file_lock.h"
#include "lib/base/log.h"
#include "lib/base/posix.h"
#include "sendmaild/queue/disk_steps.h"
#include "sendmaild/queue/qf_read.h"
#include "sendmaild/queue/qf_write.h"

namespace sm::queue {

QueueEntry::QueueEntry(const QueuePaths* paths, const config::Config* config, QueueLocation where,
                       message::Envelope envelope, message::BodyFile body)
    : paths_(paths), config_(config), where_(std::move(where)), envelope_(std::move(envelope)), body_(std::move(body)) {
  envelope_.id = where_.id;
}

void QueueEntry::adopt_lock(UniqueFd control, FileKind kind, bool unsafe) {
  lock_ = std::move(control);
  kind_ = kind;
  unsafe_ = unsafe;
}

Result<void> QueueEntry::save() {
  const bool first = !on_disk();
  const bool had_body = body_place_ != BodyPlace::memory;
  FileKind kind = envelope_.quarantine_reason.empty() ? FileKind::ready : FileKind::quarantined;
  Result<void> saved = save_body();
  if (saved) saved = save_control(first ? kind : kind_);
  if (saved && config_->options.requires_dir_fsync && wants_sync()) {
    const QueueDirectory& directory = paths_->directory(where_);
    saved = sync_folder("control-folder-sync", directory.folder(FileKind::ready));
    if (saved && first && directory.folder(FileKind::data) != directory.folder(FileKind::ready))
      saved = sync_folder("data-folder-sync", directory.folder(FileKind::data));
  }
  if (!saved && first) {
    // Nobody has been told that the message is safe: nothing of it may stay.
    lock_.reset();
    unlink_file("undo-control", path_of(kind), id());
    if (!had_body) {
      unlink_file("undo-data", path_of(FileKind::data), id());
      body_place_ = BodyPlace::memory;
    }
    return saved;
  }
  // Held or released: the lines say so already, the name follows.
  if (saved && kind != kind_) {
    saved = rename_file("control-kind", path_of(kind_), path_of(kind));
    if (saved) kind_ = kind;
  }
  return saved;
}

Result<void> QueueEntry::save_body() {
  const std::string path = path_of(FileKind::data);
  if (body_place_ == BodyPlace::memory) {
    Result<UniqueFd> fd = create_file("data-create", path, config_->options.queue_file_mode);
    if (!fd) return std::move(fd).error();
    constexpr size_t kChunk = 256 * 1024;
    Result<void> written;
    for (int64_t offset = 0; written && offset < body_.size();) {
      Result<std::string> piece = body_.read(offset, kChunk);
      if (!piece) {
        written = std::move(piece).error();
        break;
      }
      offset += static_cast<int64_t>(piece->size());
      written = write_file("data-write", fd->get(), path, *piece);
    }
    if (!written) {
      unlink_file("undo-data", path, id());
      return written;
    }
    body_ = message::BodyFile::from_file(*std::move(fd), 0, body_.size());
    body_place_ = BodyPlace::written;
  }
  if (body_place_ == BodyPlace::written && wants_sync()) {
    if (auto ok = sync_file("data-sync", body_.fd(), path); !ok) return ok;
  }
  body_place_ = BodyPlace::durable;
  return {};
}

// The file that will be the control file. One left over from a process that was killed is taken out of the way; we hold
// the lock of the message, so nobody is writing it.
Result<UniqueFd> QueueEntry::create_temporary() const {
  const std::string path = path_of(FileKind::temporary);
  Result<UniqueFd> fd = create_file("control-create", path, config_->options.queue_file_mode);
  if (!fd && ::access(path.c_str(), F_OK) == 0) {
    unlink_file("control-stale", path, where_.id);
    fd = create_file("control-create", path, config_->options.queue_file_mode);
  }
  if (!fd) return fd;
  Result<bool> locked = try_lock_file(fd->get(), LockKind::exclusive);
  if (!locked || !*locked) return Error{"cannot lock " + path, ExitStatus::temp_fail};
  return fd;
}

std::string QueueEntry::control_text() const {
  QfContents contents = to_contents(envelope_, *config_);
  struct stat facts{};
  if (body_.fd() < 0 || ::fstat(body_.fd(), &facts) != 0) return format_qf(contents);
  return format_qf(contents, DataIdentity{gnu_dev_major(facts.st_dev), gnu_dev_minor(facts.st_dev), facts.st_ino});
}

Result<void> QueueEntry::save_control(FileKind kind) {
  const std::string temporary = path_of(FileKind::temporary);
  Result<UniqueFd> fd = create_temporary();
  if (!fd) return std::move(fd).error();
  Result<void> done = write_file("control-write", fd->get(), temporary, control_text());
  if (done && wants_sync()) done = sync_file("control-sync", fd->get(), temporary);
  if (done) done = rename_file("control-rename", temporary, path_of(kind));
  if (!done) {
    unlink_file("undo-control", temporary, id());
    return done;
  }
  kind_ = kind;
  lock_ = *std::move(fd);
  return {};
}

void QueueEntry::remove() {
  // The control file goes first: a data file alone is only litter, a control file alone would deliver an empty message.
  if (on_disk()) unlink_file("control-unlink", path_of(kind_), id());
  if (body_place_ != BodyPlace::memory) unlink_file("data-unlink", path_of(FileKind::data), id());
  unlink_file("transcript-unlink", path_of(FileKind::transcript), id());
  lock_.reset();
  body_place_ = BodyPlace::memory;
}

void QueueEntry::lose(std::string_view why) {
  const std::string path = path_of(kind_);
  log::write(log::Priority::alert, id(), fmt::format("Losing {}: {}", path, why));
  if (auto ok = rename_file("control-lose", path, path_of(FileKind::lost)); !ok)
    log::write(log::Priority::error, id(), ok.error().text);
  lock_.reset();
}

namespace {

OpenOutcome outcome(OpenOutcome::Kind kind, std::string text) {
  OpenOutcome out;
  out.kind = kind;
  out.text = std::move(text);
  return out;
}

bool has_safe_owner(const struct stat& facts, const config::Options& options) {
  uid_t trusted = options.trusted_user.uid;
  // A process that runs as who started it has no rights to lend, so that the owner does not matter (the client queue
  // holds files of every user).
  bool own_rights = ::geteuid() == ::getuid();
  bool owner = own_rights || facts.st_uid == ::geteuid() || (trusted != 0 && facts.st_uid == trusted) || facts.st_uid == 0;
  mode_t forbidden = (options.queue_file_mode & S_IWGRP) != 0 ? S_IWOTH : S_IWOTH | S_IWGRP;
  return owner && (facts.st_mode & forbidden) == 0;
}

OpenOutcome lose_file(const QueuePaths& paths, const QueueLocation& where, FileKind kind, std::string_view why,
                      const std::string& detail) {
  const std::string path = paths.file(where, kind);
  if (!detail.empty()) log::write(log::Priority::alert, where.id, detail);
  log::write(log::Priority::alert, where.id, fmt::format("Losing {}: {}", path, why));
  if (auto ok = rename_file("control-lose", path, paths.file(where, FileKind::lost)); !ok)
    log::write(log::Priority::error, where.id, ok.error().text);
  return outcome(OpenOutcome::Kind::lost, detail.empty() ? std::string(why) : detail);
}

message::BodyFile open_body(const QueuePaths& paths, const QueueLocation& where, const QfContents& contents) {
  std::string path = paths.file(where, FileKind::data);
  if (!contents.data_directory.empty()) path = contents.data_directory + "/df" + where.id;
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts{};
  if (fd.valid() && ::fstat(fd.get(), &facts) == 0 && S_ISREG(facts.st_mode))
    return message::BodyFile::from_file(std::move(fd), 0, facts.st_size);
  log::write(log::Priority::error, where.id, fmt::format("readqf: cannot open df{}", where.id));
  return message::BodyFile::missing();
}

// Empty files are the traces of a process that died in the middle of a write long ago, or of one that is writing now.
bool is_abandoned(const struct stat& facts) {
  constexpr std::time_t kLongEnough = 600;
  return std::time(nullptr) - facts.st_mtime > kLongEnough;
}

}  // namespace

OpenOutcome open_entry(const QueuePaths& paths, const config::Config& config, const QueueLocation& where, FileKind kind,
                       const macros::MacroScope* outer) {
  using Kind = OpenOutcome::Kind;
  const std::string path = paths.file(where, kind);
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.valid() && errno == ENOENT) return outcome(Kind::gone, "");
  if (!fd.valid()) return outcome(Kind::skipped, fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  Result<bool> locked = try_lock_file(fd.get(), LockKind::exclusive);
  if (!locked || !*locked) return outcome(Kind::locked, where.id + ": locked");

  struct stat opened{}, named{};
  if (::fstat(fd.get(), &opened) != 0 || ::stat(path.c_str(), &named) != 0) return outcome(Kind::gone, "");
  if (opened.st_ino != named.st_ino || opened.st_dev != named.st_dev || opened.st_nlink == 0)
    return outcome(Kind::skipped, where.id + ": changed");
  if (!S_ISREG(opened.st_mode) || !has_safe_owner(opened, config.options))
    return lose_file(paths, where, kind, "bogus file uid/gid in mqueue",
                     fmt::format("bogus queue file, uid={}, gid={}, mode={:o}", opened.st_uid, opened.st_gid,
                                 opened.st_mode & 07777));
  if (opened.st_size == 0) {
    if (is_abandoned(opened)) {
      unlink_file("control-unlink", path, where.id);
      unlink_file("data-unlink", paths.file(where, FileKind::data), where.id);
    }
    return outcome(Kind::skipped, where.id + ": empty");
  }
  constexpr size_t kLargestControlFile = 256 * 1024 * 1024;
  Result<std::string> text = read_all(fd.get(), kLargestControlFile);
  if (!text) return outcome(Kind::skipped, text.error().text);
  QfParse parsed = parse_qf(*text, path);
  if (parsed.problem && parsed.problem->kind == QfProblem::Kind::incomplete)
    return outcome(Kind::skipped, parsed.problem->message);
  if (parsed.problem) return lose_file(paths, where, kind, parsed.problem->reason, parsed.problem->message);

  QueueEntry entry(&paths, &config, where, to_envelope(parsed.contents, where.id, outer, config),
                   open_body(paths, where, parsed.contents));
  entry.envelope().message_size += entry.body().is_missing() ? 0 : entry.body().size();
  entry.set_body_place(QueueEntry::BodyPlace::durable);
  entry.adopt_lock(std::move(fd), kind, opened.st_uid != ::geteuid());
  OpenOutcome out;
  out.kind = Kind::opened;
  out.entry = std::move(entry);
  return out;
}

}  // namespace sm::queue
