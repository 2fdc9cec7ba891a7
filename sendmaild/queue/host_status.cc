// One small file for a host, in folders by domain ("test./remote./mx1"), as sendmail lays them out, so that its hoststat
// reads ours and we read its.
#include "sendmaild/queue/host_status.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/atomic_file.h"
#include "lib/base/file_lock.h"
#include "lib/base/interval.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::queue {

namespace {

constexpr size_t kLargestFile = 16 * 1024;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::optional<HostStatus> parse(std::string_view text) {
  HostStatus status;
  bool ended = false;
  for (std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    std::string_view value = line.substr(1);
    switch (line[0]) {
      case 'E': status.error_number = static_cast<int>(parse_leading_int(value)); break;
      case 'S': status.status = static_cast<ExitStatus>(parse_leading_int(value)); break;
      case 'D': status.enhanced = value; break;
      case 'R': status.text = value; break;
      case 'U': status.when = from_seconds(parse_leading_int(value)); break;
      case '.': ended = true; break;
      default: break;
    }
  }
  if (!ended) return std::nullopt;
  return status;
}

std::string format(const HostStatus& status) {
  std::string out = fmt::format("V0\nE{}\nH0\nS{}\n", status.error_number, to_int(status.status));
  if (!status.enhanced.empty()) out += "D" + status.enhanced + "\n";
  if (!status.text.empty()) out += "R" + one_line(status.text) + "\n";
  return out + fmt::format("U{}\n.\n", to_seconds(status.when));
}

struct StatusFile {
  std::string host;
  std::string path;
};

// All files below a folder; `domain` is what the folders so far stand for.
void collect(const std::string& folder, const std::string& domain, int depth, std::vector<StatusFile>& out) {
  constexpr int kDeepest = 64;
  std::unique_ptr<DIR, CloseFolder> handle(depth < kDeepest ? ::opendir(folder.c_str()) : nullptr);
  if (!handle) return;
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(handle.get()))
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    std::string path = folder + "/" + name;
    std::string host = name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
    if (!domain.empty()) host += "." + domain;
    struct stat facts{};
    if (::lstat(path.c_str(), &facts) != 0) continue;
    if (S_ISDIR(facts.st_mode)) collect(path, host, depth + 1, out);
    if (S_ISREG(facts.st_mode)) out.push_back(StatusFile{host, path});
  }
}

std::string result_text(const HostStatus& status, size_t width) {
  constexpr size_t kDeferredPrefix = 10;
  if (!status.text.empty()) return status.text.substr(0, width);
  if (status.status == ExitStatus::temp_fail && status.error_number != 0)
    return "Deferred: " + std::string(std::strerror(status.error_number)).substr(0, width - kDeferredPrefix);
  if (status.status == ExitStatus::ok) return "OK";
  return fmt::format("Status {}", to_int(status.status)).substr(0, width);
}

bool is_locked(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return false;
  Result<bool> free = try_lock_file(fd.get(), LockKind::shared);
  return free && !*free;
}

}  // namespace

std::string HostStatusStore::file_of(const std::string& host) const {
  std::string name = ascii::lower(host);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  while (name.ends_with('.')) name.pop_back();
  // A name of a stranger must not lead out of the directory.
  if (directory_.empty() || name.empty() || name.find('/') != std::string::npos || name.find("..") != std::string::npos) return "";
  std::vector<std::string_view> labels = split(name, '.');
  std::string path = directory_;
  for (size_t i = labels.size(); i-- > 1;) path += "/" + std::string(labels[i]) + ".";
  return path + "/" + std::string(labels[0]);
}

std::optional<HostStatus> HostStatusStore::find(const std::string& host, std::chrono::seconds lifetime,
                                                TimePoint now) const {
  if (directory_.empty()) return std::nullopt;
  std::string path = file_of(host);
  if (path.empty()) return std::nullopt;
  Result<std::string> text = read_file(path, kLargestFile);
  if (!text) return std::nullopt;
  std::optional<HostStatus> status = parse(*text);
  if (!status || status->when + lifetime < now) return std::nullopt;
  return status;
}

HostStatusStore HostStatusStore::of(const config::Options& options) {
  const std::string& name = options.host_status_directory;
  if (name.empty() || name[0] == '/') return HostStatusStore(name);
  // Queue directories may be many, "/var/spool/mqueue/q*": then it is beside them.
  const std::string& queue = options.queue_directory;
  return HostStatusStore((queue.ends_with('*') ? folder_of(queue) : queue) + "/" + name);
}

std::optional<std::string> HostStatusStore::complaint(const config::Options& options) {
  std::string directory = of(options).directory_;
  if (directory.empty() || ::access(directory.c_str(), R_OK | W_OK | X_OK) == 0) return std::nullopt;
  return fmt::format("Warning: Cannot use HostStatusDirectory = {}: {}", options.host_status_directory, std::strerror(errno));
}

Result<UniqueFd> HostStatusStore::open_file(const std::string& host) const {
  std::string path = file_of(host);
  if (path.empty()) return Error{"not a host name: " + host, ExitStatus::data_error};
  constexpr mode_t kFolderMode = 0755, kFileMode = 0600;
  for (size_t slash = path.find('/', directory_.size() + 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    if (::mkdir(path.substr(0, slash).c_str(), kFolderMode) != 0 && errno != EEXIST)
      return system_error("cannot create " + path.substr(0, slash), errno);
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (!fd.valid()) return system_error("cannot create " + path, errno);
  return fd;
}

Result<std::optional<UniqueFd>> HostStatusStore::hold(const std::string& host) const {
  Result<UniqueFd> fd = open_file(host);
  if (!fd) return std::move(fd).error();
  Result<bool> locked = try_lock_file(fd->get(), LockKind::exclusive);
  if (!locked) return std::move(locked).error();
  if (!*locked) return std::optional<UniqueFd>();
  return std::optional<UniqueFd>(*std::move(fd));
}

// In place, because the lock is on the file; not made durable, being only a hint.
Result<void> HostStatusStore::store(const std::string& host, const HostStatus& status, const UniqueFd& held) const {
  if (directory_.empty()) return {};
  std::optional<UniqueFd> own;
  if (!held.valid()) {
    Result<std::optional<UniqueFd>> taken = hold(host);
    if (!taken) return std::move(taken).error();
    if (!*taken) return {};
    own = *std::move(taken);
  }
  int fd = own ? own->get() : held.get();
  if (::ftruncate(fd, 0) != 0 || ::lseek(fd, 0, SEEK_SET) != 0) return system_error("cannot write host status", errno);
  return write_all(fd, format(status));
}

std::string HostStatusStore::print(bool verbose, TimePoint now) const {
  const size_t width = verbose ? 78 : 25;
  std::vector<StatusFile> files;
  if (!directory_.empty()) collect(directory_, "", 0, files);
  std::string out;
  for (const StatusFile& file : files) {
    Result<std::string> text = read_file(file.path, kLargestFile);
    std::optional<HostStatus> status = text ? parse(*text) : std::nullopt;
    if (!status) continue;
    if (out.empty()) out = " -------------- Hostname --------------- How long ago ---------Results---------\n";
    std::chrono::seconds age(to_seconds(now) - to_seconds(status->when));
    out += fmt::format("{}{:<39} {:>12} {}\n", is_locked(file.path) ? '*' : ' ', file.host, format_delay(age),
                       result_text(*status, width));
  }
  return out;
}

void HostStatusStore::purge(std::chrono::seconds older_than, TimePoint now) const {
  std::vector<StatusFile> files;
  if (!directory_.empty()) collect(directory_, "", 0, files);
  for (const StatusFile& file : files) {
    struct stat facts{};
    if (::stat(file.path.c_str(), &facts) != 0 || to_seconds(now) - facts.st_mtime < older_than.count()) continue;
    ::unlink(file.path.c_str());
    // Folders that are empty now go too; rmdir refuses the others.
    for (std::string folder = folder_of(file.path); folder.size() > directory_.size(); folder = folder_of(folder))
      if (::rmdir(folder.c_str()) != 0) break;
  }
}

}  // namespace sm::queue
