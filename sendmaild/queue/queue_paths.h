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

namespace sm::queue {

// Letters of file names; the file of a kind is "<letter>f<id>".
enum class FileKind : char {
  ready = 'q',        // control file of a message
  data = 'd',         // its body
  temporary = 't',    // control file being rewritten
  transcript = 'x',
  quarantined = 'h',  // control file of a held message
  lost = 'Q',         // control file that could not be understood
};

struct QueueDirectory {
  std::string path;        // "/var/spool/mqueue/q1"
  bool has_qf = false, has_df = false, has_xf = false;

  // The folder of a kind: path, or its subdirectory.
  std::string folder(FileKind kind) const;
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

  const std::vector<QueueGroupPaths>& groups() const { return groups_; }
  // Index of a group by name, nothing when there is none ("mqueue" is 0).
  std::optional<size_t> find_group(std::string_view name) const;
  const QueueDirectory& directory(const QueueLocation& where) const {
    return groups_.at(where.group).directories.at(where.directory);
  }
  std::string file(const QueueLocation& where, FileKind kind) const { return directory(where).file(kind, where.id); }

  // A directory of the group for a message of about `bytes`: random start, the first whose file system has the space and
  // `min_free_blocks` besides. Error (temp_fail): "Insufficient disk space; try again later".
  Result<size_t> pick_directory(size_t group, int64_t bytes, int64_t min_free_blocks) const;
  // Whether any directory of the group has the space (MAIL FROM SIZE= check).
  bool has_space(size_t group, int64_t bytes, int64_t min_free_blocks) const;

 private:
  std::vector<QueueGroupPaths> groups_;
};

// Free blocks (of 1024 bytes) for unprivileged users on the folder's file system; nothing when it cannot be asked.
std::optional<int64_t> free_kilobytes(const std::string& folder);

}  // namespace sm::queue
