// The life of a locked message: first save, rewrites, removal, and opening one that is already in the queue.
#include "sendmaild/queue/queue_entry.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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
    saved = sync_folder("control-folder-sync", *paths_, where_, FileKind::ready);
    if (saved && first && directory.data_folder != directory.control_folder)
      saved = sync_folder("data-folder-sync", *paths_, where_, FileKind::data);
  }
  if (!saved && first) {
    // Nobody has been told that the message is safe: nothing of it may stay.
    lock_.reset();
    unlink_file("undo-control", *paths_, where_, kind);
    if (!had_body) {
      unlink_file("undo-data", *paths_, where_, FileKind::data);
      body_place_ = BodyPlace::memory;
    }
    return saved;
  }
  // Held or released: the lines say so already, the name follows.
  if (saved && kind != kind_) {
    saved = rename_file("control-kind", *paths_, where_, kind_, kind);
    if (saved) kind_ = kind;
  }
  return saved;
}

Result<void> QueueEntry::save_body() {
  const std::string path = path_of(FileKind::data);
  if (body_place_ == BodyPlace::memory) {
    Result<UniqueFd> fd = create_file("data-create", *paths_, where_, FileKind::data, config_->options.queue_file_mode);
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
      unlink_file("undo-data", *paths_, where_, FileKind::data);
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
  const mode_t mode = config_->options.queue_file_mode;
  Result<UniqueFd> fd = create_file("control-create", *paths_, where_, FileKind::temporary, mode);
  if (!fd && unlink_file("control-stale", *paths_, where_, FileKind::temporary))
    fd = create_file("control-create", *paths_, where_, FileKind::temporary, mode);
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
  if (done) done = rename_file("control-rename", *paths_, where_, FileKind::temporary, kind);
  if (!done) {
    unlink_file("undo-control", *paths_, where_, FileKind::temporary);
    return done;
  }
  kind_ = kind;
  lock_ = *std::move(fd);
  return {};
}

void QueueEntry::remove() {
  // The control file goes first: a data file alone is only litter, a control file alone would deliver an empty message.
  if (on_disk()) unlink_file("control-unlink", *paths_, where_, kind_);
  if (body_place_ != BodyPlace::memory) unlink_file("data-unlink", *paths_, where_, FileKind::data);
  unlink_file("transcript-unlink", *paths_, where_, FileKind::transcript);
  lock_.reset();
  body_place_ = BodyPlace::memory;
}

void QueueEntry::lose(std::string_view why) {
  const std::string path = path_of(kind_);
  log::write(log::Priority::alert, id(), fmt::format("Losing {}: {}", path, why));
  if (auto ok = rename_file("control-lose", *paths_, where_, kind_, FileKind::lost); !ok)
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

bool has_safe_owner(const struct stat& facts, const config::Options& options, uid_t queue_owner) {
  uid_t trusted = options.trusted_user.uid;
  // A process that runs as who started it has no rights to lend, so that the owner does not matter (the client queue
  // holds files of every user).
  bool own_rights = ::geteuid() == ::getuid();
  bool owner = own_rights || facts.st_uid == queue_owner || (trusted != 0 && facts.st_uid == trusted) || facts.st_uid == 0;
  mode_t forbidden = (options.queue_file_mode & S_IWGRP) != 0 ? S_IWOTH : S_IWOTH | S_IWGRP;
  return owner && (facts.st_mode & forbidden) == 0;
}

OpenOutcome lose_file(const QueuePaths& paths, const QueueLocation& where, FileKind kind, std::string_view why,
                      const std::string& detail) {
  const std::string path = paths.file(where, kind);
  if (!detail.empty()) log::write(log::Priority::alert, where.id, detail);
  log::write(log::Priority::alert, where.id, fmt::format("Losing {}: {}", path, why));
  if (auto ok = rename_file("control-lose", paths, where, kind, FileKind::lost); !ok)
    log::write(log::Priority::error, where.id, ok.error().text);
  return outcome(OpenOutcome::Kind::lost, detail.empty() ? std::string(why) : detail);
}

message::BodyFile open_body(const QueuePaths& paths, const QueueLocation& where, const QfContents& contents) {
  OpenedFile data;
  if (auto name = data_file(paths, where, contents)) data = paths.files().open(*name);
  struct stat facts{};
  if (data.fd.valid() && ::fstat(data.fd.get(), &facts) == 0 && S_ISREG(facts.st_mode))
    return message::BodyFile::from_file(std::move(data.fd), 0, facts.st_size);
  log::write(log::Priority::error, where.id, fmt::format("readqf: cannot open df{}", where.id));
  return message::BodyFile::missing();
}

// Empty files are the traces of a process that died in the middle of a write long ago, or of one that is writing now.
bool is_abandoned(const struct stat& facts) {
  constexpr std::time_t kLongEnough = 600;
  return std::time(nullptr) - facts.st_mtime > kLongEnough;
}

}  // namespace

std::optional<QueueFile> data_file(const QueuePaths& paths, const QueueLocation& where, const QfContents& contents) {
  QueueFile file = paths.file_of(where, FileKind::data);
  if (contents.data_directory.empty()) return file;
  auto folder = paths.find_folder(contents.data_directory);
  if (!folder) return std::nullopt;
  file.folder = *folder;
  return file;
}

OpenOutcome open_entry(const QueuePaths& paths, const config::Config& config, const QueueLocation& where, FileKind kind,
                       const macros::MacroScope* outer) {
  using Kind = OpenOutcome::Kind;
  const std::string path = paths.file(where, kind);
  OpenedFile taken = paths.files().take(paths.file_of(where, kind));
  if (taken.error == ENOENT) return outcome(Kind::gone, "");
  if (taken.error == EWOULDBLOCK) return outcome(Kind::locked, where.id + ": locked");
  if (taken.error == ESTALE) return outcome(Kind::skipped, where.id + ": changed");
  struct stat opened{};
  if (taken.error == 0 && ::fstat(taken.fd.get(), &opened) != 0) taken.error = errno;
  if (taken.error != 0)
    return outcome(Kind::skipped, fmt::format("cannot open {}: {}", path, std::strerror(taken.error)));
  if (!S_ISREG(opened.st_mode) || !has_safe_owner(opened, config.options, paths.files().owner()))
    return lose_file(paths, where, kind, "bogus file uid/gid in mqueue",
                     fmt::format("bogus queue file, uid={}, gid={}, mode={:o}", opened.st_uid, opened.st_gid,
                                 opened.st_mode & 07777));
  if (opened.st_size == 0) {
    if (is_abandoned(opened)) {
      unlink_file("control-unlink", paths, where, kind);
      unlink_file("data-unlink", paths, where, FileKind::data);
    }
    return outcome(Kind::skipped, where.id + ": empty");
  }
  constexpr size_t kLargestControlFile = 256 * 1024 * 1024;
  Result<std::string> text = read_all(taken.fd.get(), kLargestControlFile);
  if (!text) return outcome(Kind::skipped, text.error().text);
  QfParse parsed = parse_qf(*text, path);
  if (parsed.problem && parsed.problem->kind == QfProblem::Kind::incomplete)
    return outcome(Kind::skipped, parsed.problem->message);
  if (parsed.problem) return lose_file(paths, where, kind, parsed.problem->reason, parsed.problem->message);

  QueueEntry entry(&paths, &config, where, to_envelope(parsed.contents, where.id, outer, config),
                   open_body(paths, where, parsed.contents));
  entry.envelope().message_size += entry.body().is_missing() ? 0 : entry.body().size();
  entry.set_body_place(QueueEntry::BodyPlace::durable);
  entry.adopt_lock(std::move(taken.fd), kind, opened.st_uid != paths.files().owner());
  OpenOutcome out;
  out.kind = Kind::opened;
  out.entry = std::move(entry);
  return out;
}

}  // namespace sm::queue
