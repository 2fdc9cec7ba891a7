// Opens files that the configuration names, for reading: with the rights of this process, or through somebody who has more
// of them (sendmaild/process/configured_files.h).
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <memory>
#include <string>

#include "lib/base/opened_file.h"
#include "lib/base/result.h"

namespace sm {

class FileOpener {
 public:
  virtual ~FileOpener() = default;
  // Thread-safe.
  virtual OpenedFile open(const std::string& path) const = 0;
  // As stat(2): 0 or an errno.
  virtual int look(const std::string& path, struct stat& facts) const = 0;
  // Whose rights count.
  virtual uid_t uid() const = 0;
};

std::shared_ptr<const FileOpener> direct_files();

// As read_file() of posix.h.
Result<std::string> read_file(const FileOpener& files, const std::string& path, size_t limit);

}  // namespace sm
