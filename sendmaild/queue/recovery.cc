// Only files that no living process can be writing are touched: old ones, whose lock is free.
#include "sendmaild/queue/recovery.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

#include "lib/base/file_lock.h"
#include "lib/base/log.h"
#include "sendmaild/queue/disk_steps.h"
#include "sendmaild/queue/queue_id.h"

namespace sm::queue {

namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::vector<std::string> ids_with(const QueueDirectory& where, FileKind kind) {
  std::vector<std::string> ids;
  std::unique_ptr<DIR, CloseFolder> folder(::opendir(where.folder(kind).c_str()));
  if (!folder) return ids;
  const std::string prefix = {static_cast<char>(kind), 'f'};
  while (const dirent* entry = ::readdir(folder.get())) {
    std::string_view name = entry->d_name;
    if (name.starts_with(prefix) && is_queue_id(name.substr(prefix.size()))) ids.emplace_back(name.substr(prefix.size()));
  }
  return ids;
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool has_control_file(const QueueDirectory& where, const std::string& id) {
  return exists(where.file(FileKind::ready, id)) || exists(where.file(FileKind::quarantined, id)) ||
         exists(where.file(FileKind::lost, id));
}

// Old enough and not locked.
bool is_abandoned(const std::string& path, TimePoint now, std::chrono::seconds age, bool only_empty) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat facts{};
  if (!fd.valid() || ::fstat(fd.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
  if (only_empty && facts.st_size > 0) return false;
  if (to_seconds(now) - facts.st_mtime < age.count()) return false;
  Result<bool> free = try_lock_file(fd.get(), LockKind::exclusive);
  return free && *free;
}

class Cleaner {
 public:
  Cleaner(const QueueDirectory& where, TimePoint now, std::chrono::seconds age, RecoveryReport& report)
      : where_(where), now_(now), age_(age), report_(report) {}

  void run() {
    for (const std::string& id : ids_with(where_, FileKind::temporary))
      if (is_abandoned(where_.file(FileKind::temporary, id), now_, age_, false))
        drop(FileKind::temporary, id, report_.temporary, "unfinished control file");
    for (const std::string& id : ids_with(where_, FileKind::ready))
      if (is_abandoned(where_.file(FileKind::ready, id), now_, age_, true))
        drop(FileKind::ready, id, report_.empty_control, "empty control file");
    for (const std::string& id : ids_with(where_, FileKind::data))
      if (!has_control_file(where_, id) && is_abandoned(where_.file(FileKind::data, id), now_, age_, false))
        drop(FileKind::data, id, report_.orphan_data, "data file without control file");
    for (const std::string& id : ids_with(where_, FileKind::transcript))
      if (!has_control_file(where_, id) && is_abandoned(where_.file(FileKind::transcript, id), now_, age_, false))
        drop(FileKind::transcript, id, report_.transcripts, "transcript without control file");
  }

 private:
  void drop(FileKind kind, const std::string& id, size_t& count, const char* what) {
    log::write(log::Priority::info, id, fmt::format("removing {}", what));
    unlink_file("recovery-unlink", where_.file(kind, id), id);
    ++count;
  }

  const QueueDirectory& where_;
  TimePoint now_;
  std::chrono::seconds age_;
  RecoveryReport& report_;
};

}  // namespace

RecoveryReport recover_queue(const QueuePaths& paths, TimePoint now, std::chrono::seconds age) {
  RecoveryReport report;
  for (const QueueGroupPaths& group : paths.groups())
    for (const QueueDirectory& directory : group.directories) Cleaner(directory, now, age, report).run();
  return report;
}

}  // namespace sm::queue
