// AtomicFile: a file that appears whole or not at all. Written without a name in the target's folder, made durable, then
// linked and renamed over the target; a reader never sees half a file, and a killed writer leaves the old one and no
// litter. Where the file system knows no nameless files, a temporary name stands beside the target, and what a killed
// writer left is removed by the next one.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm {

class AtomicFile {
 public:
  // Creates the file in the target's folder with the given permissions (the umask applies).
  static Result<AtomicFile> create(const std::string& target, mode_t mode);

  AtomicFile(AtomicFile&&) = default;
  AtomicFile& operator=(AtomicFile&&) = default;
  // Removes the temporary file unless commit() has succeeded.
  ~AtomicFile();

  int fd() const { return fd_.get(); }
  // Where this process, and no other, can open the file until commit().
  std::string path() const;
  Result<void> write(std::string_view bytes);
  // fsync, rename over the target, fsync of the folder.
  Result<void> commit();

 private:
  AtomicFile(std::string target, std::string temporary, UniqueFd fd)
      : target_(std::move(target)), temporary_(std::move(temporary)), fd_(std::move(fd)) {}
  static Result<AtomicFile> create_named(const std::string& target, mode_t mode);
  Result<void> give_name();

  std::string target_;
  std::string temporary_;  // empty while the file has no name
  UniqueFd fd_;            // exclusively locked (flock): who finds the name knows that its writer lives
};

// The folder part of a path: "/a/b" gives "/a", "b" gives ".".
std::string folder_of(const std::string& path);

}  // namespace sm
