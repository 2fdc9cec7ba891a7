// See the header.
#include "m4cf/search_path.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "lib/base/text.h"

namespace sm::m4cf {

UniqueFd open_for_reading(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (fd.valid() && ::fstat(fd.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
    fd.reset();
    errno = EISDIR;
  }
  return fd;
}

void SearchPath::set_environment(std::string_view m4path) {
  environment_.clear();
  if (m4path.empty()) return;
  for (std::string_view folder : split(m4path, ':')) environment_.emplace_back(folder.empty() ? "." : folder);
}

std::optional<SearchPath::Found> SearchPath::open(const std::string& name) const {
  if (name.empty()) {
    errno = ENOENT;
    return std::nullopt;
  }
  UniqueFd fd = open_for_reading(name);
  if (fd.valid()) return Found{std::move(fd), name, false};
  int reason = errno;
  if (name[0] != '/') {
    for (const auto* list : {&folders_, &environment_}) {
      for (const std::string& folder : *list) {
        std::string path = folder + "/" + name;
        fd = open_for_reading(path);
        if (fd.valid()) return Found{std::move(fd), path, true};
      }
    }
  }
  errno = reason;
  return std::nullopt;
}

}  // namespace sm::m4cf
