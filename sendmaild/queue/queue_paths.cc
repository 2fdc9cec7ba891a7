// Directories are looked at once, when the program starts or the configuration is loaded anew.
#include "sendmaild/queue/queue_paths.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "lib/base/ascii.h"
#include "lib/base/atomic_file.h"
#include "lib/base/random.h"

namespace sm::queue {

namespace {

bool is_folder(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

Error cannot_enter(const std::string& path, int error_number) {
  return Error{fmt::format("can not chdir({}/): {}", path, std::strerror(error_number)), ExitStatus::config};
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Result<QueueDirectory> look_at(const std::string& path) {
  // By the effective ids: submission reaches its queue as a set-group-id program.
  if (!is_folder(path) || ::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) != 0) {
    return cannot_enter(path, errno == 0 ? ENOTDIR : errno);
  }
  QueueDirectory out;
  out.path = path;
  out.has_qf = is_folder(path + "/qf");
  out.has_df = is_folder(path + "/df");
  out.has_xf = is_folder(path + "/xf");
  return out;
}

// "…/qd*": the subdirectories whose names start with "qd".
Result<std::vector<QueueDirectory>> expand_wildcard(const std::string& pattern) {
  std::string base = folder_of(pattern);
  std::string prefix = pattern.substr(pattern.rfind('/') + 1);
  prefix.pop_back();
  std::unique_ptr<DIR, CloseFolder> folder(::opendir(base.c_str()));
  if (!folder) return cannot_enter(base, errno);
  std::vector<QueueDirectory> out;
  while (const dirent* entry = ::readdir(folder.get())) {
    std::string name = entry->d_name;
    if (name.starts_with('.') || !name.starts_with(prefix) || !is_folder(base + "/" + name)) continue;
    Result<QueueDirectory> directory = look_at(base + "/" + name);
    if (!directory) return std::move(directory).error();
    out.push_back(*std::move(directory));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  if (out.empty()) return Error{fmt::format("QueuePath {} has no directories", pattern), ExitStatus::config};
  return out;
}

std::string without_wildcard(const std::string& path) { return path.ends_with('*') ? folder_of(path) : path; }

struct FreeSpace {
  int64_t blocks = 0, block_size = 1;
};
std::optional<FreeSpace> free_space(int folder) {
  struct statvfs facts{};
  if (::fstatvfs(folder, &facts) != 0 || facts.f_frsize == 0) return std::nullopt;
  return FreeSpace{static_cast<int64_t>(facts.f_bavail), static_cast<int64_t>(facts.f_frsize)};
}

}  // namespace

std::string QueueDirectory::folder(FileKind kind) const {
  switch (kind) {
    case FileKind::data:
      return has_df ? path + "/df" : path;
    case FileKind::transcript:
      return has_xf ? path + "/xf" : path;
    default:
      return has_qf ? path + "/qf" : path;
  }
}

uint32_t QueueDirectory::folder_number(FileKind kind) const {
  switch (kind) {
    case FileKind::data:
      return data_folder;
    case FileKind::transcript:
      return transcript_folder;
    default:
      return control_folder;
  }
}

std::string QueueDirectory::file(FileKind kind, std::string_view id) const {
  return folder(kind) + "/" + static_cast<char>(kind) + "f" + std::string(id);
}

Result<QueuePaths> QueuePaths::open(const config::Config& config) {
  const std::string& base = config.options.queue_directory;
  if (base.empty()) return Error{"QueueDirectory (Q) option must be set", ExitStatus::config};
  if (base[0] != '/') return Error{"QueueDirectory must be an absolute path: " + base, ExitStatus::config};
  QueuePaths out;
  auto add = [&](const config::QueueGroup* group, const std::string& path) -> Result<void> {
    std::string root = without_wildcard(base);
    if (!path.starts_with(root))
      return Error{fmt::format("QueuePath {} not subpath of QueueDirectory {}", path, root), ExitStatus::config};
    Result<std::vector<QueueDirectory>> directories = std::vector<QueueDirectory>();
    if (path.ends_with('*')) {
      directories = expand_wildcard(path);
    } else {
      Result<QueueDirectory> directory = look_at(path);
      if (!directory) return std::move(directory).error();
      directories = std::vector<QueueDirectory>{*std::move(directory)};
    }
    if (!directories) return std::move(directories).error();
    out.groups_.push_back(QueueGroupPaths{group, *std::move(directories)});
    return {};
  };
  if (config.queue_groups.empty())
    if (auto ok = add(nullptr, base); !ok) return std::move(ok).error();
  for (const config::QueueGroup& group : config.queue_groups) {
    std::string path = group.path.empty() ? base : group.path;
    if (path[0] != '/') path = without_wildcard(base) + "/" + path;
    if (auto ok = add(&group, path); !ok) return std::move(ok).error();
  }
  out.number_folders();
  Result<std::shared_ptr<const QueueFolders>> folders = QueueFolders::open(out.folder_paths_);
  if (!folders) return std::move(folders).error();
  out.folders_ = *std::move(folders);
  out.files_ = direct_queue_files(out.folders_);
  return out;
}

void QueuePaths::number_folders() {
  auto number = [this](const std::string& path) {
    if (auto known = find_folder(path)) return *known;
    folder_paths_.push_back(path);
    return static_cast<uint32_t>(folder_paths_.size() - 1);
  };
  for (QueueGroupPaths& group : groups_) {
    for (QueueDirectory& directory : group.directories) {
      directory.control_folder = number(directory.folder(FileKind::ready));
      directory.data_folder = number(directory.folder(FileKind::data));
      directory.transcript_folder = number(directory.folder(FileKind::transcript));
    }
  }
}

QueuePaths QueuePaths::with_files(std::shared_ptr<QueueFiles> files) const {
  QueuePaths out = *this;
  out.files_ = std::move(files);
  return out;
}

std::optional<uint32_t> QueuePaths::find_folder(std::string_view path) const {
  auto found = std::find(folder_paths_.begin(), folder_paths_.end(), path);
  if (found == folder_paths_.end()) return std::nullopt;
  return static_cast<uint32_t>(found - folder_paths_.begin());
}

bool QueuePaths::has_room(const QueueDirectory& directory, int64_t bytes, int64_t min_free_blocks) const {
  std::optional<FreeSpace> space = free_space(folders_->fd(directory.data_folder));
  return !space || space->blocks >= min_free_blocks + (bytes + space->block_size - 1) / space->block_size;
}

std::optional<size_t> QueuePaths::find_group(std::string_view name) const {
  for (size_t i = 0; i < groups_.size(); ++i) {
    std::string_view own = groups_[i].group == nullptr ? "mqueue" : std::string_view(groups_[i].group->name);
    if (ascii::equal_ignoring_case(own, name)) return i;
  }
  return std::nullopt;
}

Result<size_t> QueuePaths::pick_directory(size_t group, int64_t bytes, int64_t min_free_blocks) const {
  const std::vector<QueueDirectory>& directories = groups_.at(group).directories;
  size_t start = directories.size() > 1 ? random_below(directories.size()) : 0;
  for (size_t i = 0; i < directories.size(); ++i) {
    size_t index = (start + i) % directories.size();
    if (has_room(directories[index], bytes, min_free_blocks)) return index;
  }
  return Error{"Insufficient disk space; try again later", ExitStatus::temp_fail};
}

bool QueuePaths::has_space(size_t group, int64_t bytes, int64_t min_free_blocks) const {
  const std::vector<QueueDirectory>& directories = groups_.at(group).directories;
  return std::any_of(directories.begin(), directories.end(),
                     [&](const QueueDirectory& directory) { return has_room(directory, bytes, min_free_blocks); });
}

}  // namespace sm::queue
