// Reads directories and, where it must, control files. Nothing is locked beyond a moment's test.
#include "sendmaild/queue/scan.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <tuple>

#include "lib/base/ascii.h"
#include "lib/base/file_lock.h"
#include "lib/base/posix.h"
#include "lib/base/random.h"
#include "sendmaild/queue/folder_entries.h"
#include "sendmaild/queue/qf_read.h"

namespace sm::queue {

namespace {

using config::QueueSortOrder;

FileKind kind_of(Selector::Scope scope) {
  switch (scope) {
    case Selector::Scope::quarantined:
      return FileKind::quarantined;
    case Selector::Scope::lost:
      return FileKind::lost;
    default:
      return FileKind::ready;
  }
}

bool must_read(const ScanRules& rules) {
  if (rules.selector.needs_contents() || rules.min_age.count() > 0 || rules.max_age.count() > 0) return true;
  return rules.order == QueueSortOrder::priority || rules.order == QueueSortOrder::host ||
         rules.order == QueueSortOrder::time;
}

// Of the first recipient that has a domain: "kim@Mail.Daum.NET" gives "ten.muad.liam": neighbours in the order by host are deliveries to the same place.
std::string reversed_host(const QfContents& contents) {
  for (const QfRecipient& recipient : contents.recipients) {
    std::string_view address = recipient.address;
    size_t at = address.rfind('@');
    if (at == std::string_view::npos) continue;
    address.remove_prefix(at + 1);
    if (address.ends_with('>')) address.remove_suffix(1);
    std::string host = ascii::lower(address);
    std::reverse(host.begin(), host.end());
    return host;
  }
  return "";
}

bool is_locked(int fd) {
  Result<bool> free = try_lock_file(fd, LockKind::shared);
  if (free && *free) unlock_file(fd);
  return free && !*free;
}

// False: the file is no message (any more) or the selection is not about it.
bool examine(const QueuePaths& paths, const ScanRules& rules, TimePoint now, QueueItem& item) {
  const QueueFile file = paths.file_of(item.where, item.kind);
  const bool read = must_read(rules);
  OpenedFile opened = read || rules.test_locks ? paths.files().open(file) : paths.files().look(file);
  // A file that may not be read is a message all the same.
  if (!opened.fd.valid()) return opened.error != ENOENT;
  struct stat facts{};
  if (::fstat(opened.fd.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
  item.modified = facts.st_mtime;
  if (rules.test_locks) item.locked = is_locked(opened.fd.get());
  if (!read) return true;
  constexpr size_t kLargestControlFile = 256 * 1024 * 1024;
  Result<std::string> text = read_all(opened.fd.get(), kLargestControlFile);
  if (!text) return true;
  QfContents contents = parse_qf(*text, file.name()).contents;
  if (!rules.selector.matches(item.where.id, contents)) return false;
  item.read = true;
  item.priority = contents.priority;
  item.created = contents.created;
  item.last_attempt = contents.last_attempt;
  item.attempts = contents.attempts;
  item.host = reversed_host(contents);
  item.too_young = is_too_young(item.created, item.last_attempt, item.attempts, rules.min_age, rules.max_age, now);
  return true;
}

Result<void> add_directory(const QueuePaths& paths, size_t group, size_t directory, const ScanRules& rules, TimePoint now,
                           ScanResult& result) {
  const QueueDirectory& where = paths.groups().at(group).directories.at(directory);
  FileKind kind = kind_of(rules.selector.scope());
  FolderEntries folder(paths, where, kind);
  if (folder.error() != 0) return system_error("cannot open \"" + where.folder(kind) + "\"", folder.error());
  while (std::optional<std::string> id = folder.next()) {
    QueueItem item;
    item.kind = kind;
    item.where = QueueLocation{group, directory, *std::move(id)};
    if (!rules.selector.matches_id(item.where.id)) continue;
    if (!examine(paths, rules, now, item)) continue;
    ++result.found;
    if (rules.max_items > 0 && result.items.size() >= rules.max_items)
      result.cut = true;
    else
      result.items.push_back(std::move(item));
  }
  return {};
}

}  // namespace

bool is_too_young(int64_t created, int64_t last_attempt, int64_t attempts, std::chrono::seconds min_age,
                  std::chrono::seconds max_age, TimePoint now) {
  if (attempts == 0 || last_attempt == 0) return false;
  int64_t since = to_seconds(now) - last_attempt;
  if (min_age.count() > 0 && since < min_age.count()) return true;
  // The delay grows with the age the message had at its last attempt, up to MaxQueueAge.
  return max_age.count() > 0 && since < std::min<int64_t>(last_attempt - created, max_age.count());
}

void sort_items(std::vector<QueueItem>& items, QueueSortOrder order) {
  auto sort_by = [&items](auto key) {
    std::stable_sort(items.begin(), items.end(),
                     [&key](const QueueItem& a, const QueueItem& b) { return key(a) < key(b); });
  };
  using Key = const QueueItem&;
  switch (order) {
    case QueueSortOrder::priority:
      return sort_by([](Key item) { return std::tuple(item.priority, item.where.id); });
    case QueueSortOrder::host:
      return sort_by([](Key item) { return std::tuple(item.locked, item.host, item.priority); });
    case QueueSortOrder::time:
      return sort_by([](Key item) { return std::tuple(item.created, item.where.id); });
    case QueueSortOrder::file_name:
      return sort_by([](Key item) { return item.where.id; });
    case QueueSortOrder::modification_time:
      return sort_by([](Key item) { return std::tuple(item.modified, item.where.id); });
    case QueueSortOrder::random:
      for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random_below(i)]);
      return;
    case QueueSortOrder::none:
      return;
  }
}

Result<ScanResult> scan_directory(const QueuePaths& paths, size_t group, size_t directory, const ScanRules& rules,
                                  TimePoint now) {
  ScanResult result;
  if (auto ok = add_directory(paths, group, directory, rules, now, result); !ok) return std::move(ok).error();
  sort_items(result.items, rules.order);
  return result;
}

Result<ScanResult> scan_group(const QueuePaths& paths, size_t group, const ScanRules& rules, TimePoint now) {
  ScanResult result;
  for (size_t i = 0; i < paths.groups().at(group).directories.size(); ++i)
    if (auto ok = add_directory(paths, group, i, rules, now, result); !ok) return std::move(ok).error();
  sort_items(result.items, rules.order);
  return result;
}

}  // namespace sm::queue
