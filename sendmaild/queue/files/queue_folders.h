// The folders of the queue, open: opened once by a process that may (before roles are forked), then used by number. A
// descriptor lets a role sync the folder and ask for free space, even where it may not enter.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::queue {

class QueueFolders {
 public:
  // Error: "can not chdir(DIR): reason".
  static Result<std::shared_ptr<const QueueFolders>> open(const std::vector<std::string>& paths);

  size_t size() const { return folders_.size(); }
  int fd(size_t folder) const { return folders_.at(folder).get(); }

 private:
  std::vector<UniqueFd> folders_;
};

}  // namespace sm::queue
