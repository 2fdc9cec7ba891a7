// See the header.
#include "sendmaild/queue/files/queue_folders.h"

#include <fcntl.h>

#include <cerrno>

namespace sm::queue {

Result<std::shared_ptr<const QueueFolders>> QueueFolders::open(const std::vector<std::string>& paths) {
  auto out = std::make_shared<QueueFolders>();
  for (const std::string& path : paths) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A folder that may be written but not listed is a place for files all the same.
    if (!fd.valid() && errno == EACCES) fd.reset(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid()) return system_error("can not chdir(" + path + ")", errno, ExitStatus::config);
    out->folders_.push_back(std::move(fd));
  }
  return std::shared_ptr<const QueueFolders>(std::move(out));
}

}  // namespace sm::queue
