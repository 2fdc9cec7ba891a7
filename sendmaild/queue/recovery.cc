// Only files that no living process can be writing are touched: old ones, whose lock is free.
#include "sendmaild/queue/recovery.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "lib/base/file_lock.h"
#include "lib/base/log.h"
#include "sendmaild/queue/disk_steps.h"
#include "sendmaild/queue/folder_entries.h"

namespace sm::queue {

namespace {

class Cleaner {
 public:
  Cleaner(const QueuePaths& paths, size_t group, size_t directory, TimePoint now, std::chrono::seconds age,
          RecoveryReport& report)
      : paths_(paths), group_(group), number_(directory), now_(now), age_(age), report_(report) {}

  void run() {
    for (const std::string& id : ids(FileKind::temporary))
      if (is_abandoned(FileKind::temporary, id, false))
        drop(FileKind::temporary, id, report_.temporary, "unfinished control file");
    for (const std::string& id : ids(FileKind::ready))
      if (is_abandoned(FileKind::ready, id, true)) drop(FileKind::ready, id, report_.empty_control, "empty control file");
    for (const std::string& id : ids(FileKind::data))
      if (!has_control_file(id) && is_abandoned(FileKind::data, id, false))
        drop(FileKind::data, id, report_.orphan_data, "data file without control file");
    for (const std::string& id : ids(FileKind::transcript))
      if (!has_control_file(id) && is_abandoned(FileKind::transcript, id, false))
        drop(FileKind::transcript, id, report_.transcripts, "transcript without control file");
  }

 private:
  QueueFile file(FileKind kind, const std::string& id) const {
    return paths_.file_of(QueueLocation{group_, number_, id}, kind);
  }

  std::vector<std::string> ids(FileKind kind) const {
    std::vector<std::string> found;
    FolderEntries folder(paths_, paths_.groups().at(group_).directories.at(number_), kind);
    while (std::optional<std::string> id = folder.next()) found.push_back(*std::move(id));
    return found;
  }

  // One that cannot be asked about is there.
  bool has_control_file(const std::string& id) const {
    for (FileKind kind : {FileKind::ready, FileKind::quarantined, FileKind::lost})
      if (paths_.files().look(file(kind, id)).error != ENOENT) return true;
    return false;
  }

  // Old enough and not locked.
  bool is_abandoned(FileKind kind, const std::string& id, bool only_empty) const {
    OpenedFile opened = paths_.files().open(file(kind, id));
    struct stat facts{};
    if (!opened.fd.valid() || ::fstat(opened.fd.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
    if (only_empty && facts.st_size > 0) return false;
    if (to_seconds(now_) - facts.st_mtime < age_.count()) return false;
    Result<bool> free = try_lock_file(opened.fd.get(), LockKind::exclusive);
    return free && *free;
  }

  void drop(FileKind kind, const std::string& id, size_t& count, const char* what) {
    log::write(log::Priority::info, id, fmt::format("removing {}", what));
    unlink_file("recovery-unlink", paths_, QueueLocation{group_, number_, id}, kind);
    ++count;
  }

  const QueuePaths& paths_;
  size_t group_, number_;
  TimePoint now_;
  std::chrono::seconds age_;
  RecoveryReport& report_;
};

}  // namespace

RecoveryReport recover_queue(const QueuePaths& paths, TimePoint now, std::chrono::seconds age) {
  RecoveryReport report;
  for (size_t group = 0; group < paths.groups().size(); ++group)
    for (size_t i = 0; i < paths.groups()[group].directories.size(); ++i)
      Cleaner(paths, group, i, now, age, report).run();
  return report;
}

}  // namespace sm::queue
