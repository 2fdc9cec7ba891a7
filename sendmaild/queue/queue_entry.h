// QueueEntry: a message in the queue that this process has locked: its envelope, its body and its files. As long as the
// entry lives nobody else delivers or changes the message; killing the process frees it.
// Invariant: at any moment there is one complete control file of the message on disk (qf, or hf when held) until remove()
// has returned; a rewrite goes through tf, fsync and rename.
#pragma once

#include "lib/base/unique_fd.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/envelope.h"
#include "sendmaild/queue/qf_format.h"
#include "sendmaild/queue/queue_paths.h"

namespace sm::queue {

class QueueEntry {
 public:
  // An entry that has no files yet (SuperSafe interactive or no): save() writes them.
  QueueEntry(const QueuePaths* paths, const config::Config* config, QueueLocation where, message::Envelope envelope,
             message::BodyFile body);
  QueueEntry(QueueEntry&&) = default;
  QueueEntry& operator=(QueueEntry&&) = default;

  const QueueLocation& where() const { return where_; }
  const std::string& id() const { return where_.id; }
  message::Envelope& envelope() { return envelope_; }
  const message::Envelope& envelope() const { return envelope_; }
  const message::BodyFile& body() const { return body_; }
  // The owner of the control file is not us: programs, files and :include: among its recipients are refused.
  bool unsafe() const { return unsafe_; }
  bool on_disk() const { return lock_.valid(); }

  // Writes the envelope as it is now: the first time qf (and df, when the body is in memory), later through tf and rename.
  // The kind follows envelope.quarantine_reason (qf or hf). Error (temp_fail): nothing has changed on disk.
  Result<void> save();
  // The message is done: control file first, then data and transcript. Errors are logged; the lock is given back.
  void remove();
  // The control file cannot be used: it becomes Qf, for the postmaster; logs "Losing PATH: WHY".
  void lose(std::string_view why);

  // For the stores: where the body is. `written`: in the df file, but not yet known to be on the disk.
  enum class BodyPlace { memory, written, durable };
  void set_body_place(BodyPlace place) { body_place_ = place; }
  // For open_entry(): the control file, open and locked.
  void adopt_lock(UniqueFd control, FileKind kind, bool unsafe);

 private:
  Result<void> save_body();
  Result<void> save_control(FileKind kind);
  std::string path_of(FileKind kind) const { return paths_->file(where_, kind); }
  Result<UniqueFd> create_temporary() const;
  std::string control_text() const;
  bool wants_sync() const { return config_->options.super_safe != config::SuperSafe::no; }

  const QueuePaths* paths_;
  const config::Config* config_;
  QueueLocation where_;
  message::Envelope envelope_;
  message::BodyFile body_;
  UniqueFd lock_;                 // the control file, locked exclusively
  FileKind kind_ = FileKind::ready;
  bool unsafe_ = false;
  BodyPlace body_place_ = BodyPlace::memory;
};

// Opens, locks, checks and reads a message of the queue.
struct OpenOutcome {
  enum class Kind {
    opened,
    gone,        // the file is not there any more
    locked,      // another process has it: "ID: locked"
    skipped,     // empty, changed meanwhile or incomplete: left alone
    lost,        // set aside as Qf
  };
  Kind kind = Kind::gone;
  std::optional<QueueEntry> entry;
  std::string text;              // for -v and the log
};
OpenOutcome open_entry(const QueuePaths& paths, const config::Config& config, const QueueLocation& where, FileKind kind,
                       const macros::MacroScope* outer);

// The file with the data of a message: its own, or where the control file says (another folder of the queue; nothing
// when it is none).
std::optional<QueueFile> data_file(const QueuePaths& paths, const QueueLocation& where, const QfContents& contents);

}  // namespace sm::queue
