// AtomicFile: a file that appears whole or not at all. Written beside its target as a temporary file, made durable, then
// renamed over it; a reader never sees half a file and a killed writer leaves the old one.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm {

class AtomicFile {
 public:
  // Creates a temporary file in the target's folder, exclusively, with the given permissions (the umask applies).
  static Result<AtomicFile> create(const std::string& target, mode_t mode);

  AtomicFile(AtomicFile&&) = default;
  AtomicFile& operator=(AtomicFile&&) = default;
  // Removes the temporary file unless commit() has succeeded.
  ~AtomicFile();

  int fd() const { return fd_.get(); }
  const std::string& temporary_path() const { return temporary_; }
  Result<void> write(std::string_view bytes);
  // fsync, rename over the target, fsync of the folder.
  Result<void> commit();

 private:
  AtomicFile(std::string target, std::string temporary, UniqueFd fd)
      : target_(std::move(target)), temporary_(std::move(temporary)), fd_(std::move(fd)) {}

  std::string target_;
  std::string temporary_;
  UniqueFd fd_;
};

// The folder part of a path: "/a/b" gives "/a", "b" gives ".".
std::string folder_of(const std::string& path);

}  // namespace sm
