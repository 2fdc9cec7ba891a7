// The messages of one folder: ids of the files of a kind, one after the other.
#pragma once

#include <dirent.h>

#include <memory>
#include <optional>
#include <string>

#include "sendmaild/queue/queue_paths.h"

namespace sm::queue {

class FolderEntries {
 public:
  FolderEntries(const QueuePaths& paths, const QueueDirectory& directory, FileKind kind);
  // errno of a folder that cannot be read, else 0.
  int error() const { return error_; }
  std::optional<std::string> next();

 private:
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  std::string prefix_;
  std::unique_ptr<DIR, Close> folder_;
  int error_ = 0;
};

}  // namespace sm::queue
