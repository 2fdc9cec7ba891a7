// Where include finds files: as named, then the folders of -I, then those of M4PATH.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/unique_fd.h"

namespace sm::m4cf {

class SearchPath {
 public:
  struct Found {
    UniqueFd fd;
    std::string path;
    // Not the name as given but one below a folder of the path.
    bool through_path = false;
  };

  void add(std::string folder) { folders_.push_back(std::move(folder)); }
  // Folders separated by colons, searched after all others.
  void set_environment(std::string_view m4path);
  // Nothing when no regular file can be opened; errno tells why for the name as given.
  std::optional<Found> open(const std::string& name) const;

 private:
  std::vector<std::string> folders_;
  std::vector<std::string> environment_;
};

// Opens for reading, close-on-exec; refuses folders with EISDIR. Invalid with errno set on failure.
UniqueFd open_for_reading(const std::string& path);

}  // namespace sm::m4cf
