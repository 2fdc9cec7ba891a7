// Where queue files are: groups (Q lines), their directories (wildcards "…/qd*") and the qf, df, xf subdirectories that
// spread file kinds (Operations Guide, "Queue Groups and Queue Directories").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/config/config.h"
#include "sendmaild/queue/files/queue_files.h"

namespace sm::queue {

struct QueueDirectory {
  std::string path;        // "/var/spool/mqueue/q1"
  bool has_qf = false, has_df = false, has_xf = false;

  // Numbers of the folders in QueueFolders.
  uint32_t control_folder = 0, data_folder = 0, transcript_folder = 0;

  // The folder of a kind: path, or its subdirectory.
  std::string folder(FileKind kind) const;
  uint32_t folder_number(FileKind kind) const;
  // For messages: what the file is called.
  std::string file(FileKind kind, std::string_view id) const;
  // What mailq prints: path, with "/df" where that subdirectory exists.
  std::string shown() const { return has_df ? path + "/df" : path; }
};

struct QueueGroupPaths {
  const config::QueueGroup* group = nullptr;
  std::vector<QueueDirectory> directories;
};

// Where one message is.
struct QueueLocation {
  size_t group = 0;        // index into QueuePaths::groups()
  size_t directory = 0;    // index into its directories
  std::string id;
};

class QueuePaths {
 public:
  // Looks at the directories of the configuration. Errors as sendmail words them: "QueueDirectory (Q) option must be set",
  // "can not chdir(DIR): …", "QueuePath X not subpath of QueueDirectory Y". `config` must outlive the object.
  static Result<QueuePaths> open(const config::Config& config);
  // The same directories, reached another way.
  QueuePaths with_files(std::shared_ptr<QueueFiles> files) const;

  QueueFiles& files() const { return *files_; }
  const std::shared_ptr<QueueFiles>& shared_files() const { return files_; }
  // Paths of all folders by number, and the descriptors.
  const std::vector<std::string>& folder_paths() const { return folder_paths_; }
  const std::shared_ptr<const QueueFolders>& folders() const { return folders_; }
  // The number of a folder by its path, for control files that name the place of their data.
  std::optional<uint32_t> find_folder(std::string_view path) const;

  const std::vector<QueueGroupPaths>& groups() const { return groups_; }
  // Index of a group by name, nothing when there is none ("mqueue" is 0).
  std::optional<size_t> find_group(std::string_view name) const;
  const QueueDirectory& directory(const QueueLocation& where) const {
    return groups_.at(where.group).directories.at(where.directory);
  }
  std::string file(const QueueLocation& where, FileKind kind) const { return directory(where).file(kind, where.id); }
  QueueFile file_of(const QueueLocation& where, FileKind kind) const {
    return QueueFile{directory(where).folder_number(kind), kind, where.id};
  }

  // A directory of the group for a message of about `bytes`: random start, the first whose file system has the space and
  // `min_free_blocks` besides. Error (temp_fail): "Insufficient disk space; try again later".
  Result<size_t> pick_directory(size_t group, int64_t bytes, int64_t min_free_blocks) const;
  // Whether any directory of the group has the space (MAIL FROM SIZE= check).
  bool has_space(size_t group, int64_t bytes, int64_t min_free_blocks) const;

 private:
  void number_folders();
  bool has_room(const QueueDirectory& directory, int64_t bytes, int64_t min_free_blocks) const;

  std::vector<QueueGroupPaths> groups_;
  std::vector<std::string> folder_paths_;
  std::shared_ptr<const QueueFolders> folders_;
  std::shared_ptr<QueueFiles> files_;
};

}  // namespace sm::queue
