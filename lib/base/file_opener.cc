// See the header.
#include "lib/base/file_opener.h"

#include <fcntl.h>

#include <cerrno>

#include "lib/base/posix.h"

namespace sm {

namespace {

class DirectFiles final : public FileOpener {
 public:
  OpenedFile open(const std::string& path) const override {
    OpenedFile file;
    file.fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.fd.valid()) file.error = errno;
    return file;
  }
  int look(const std::string& path, struct stat& facts) const override {
    return ::stat(path.c_str(), &facts) == 0 ? 0 : errno;
  }
  uid_t uid() const override { return ::geteuid(); }
};

}  // namespace

std::shared_ptr<const FileOpener> direct_files() { return std::make_shared<DirectFiles>(); }

Result<std::string> read_file(const FileOpener& files, const std::string& path, size_t limit) {
  OpenedFile file = files.open(path);
  if (!file.fd.valid()) return system_error(path, file.error, ExitStatus::no_input);
  auto text = read_all(file.fd.get(), limit);
  if (!text) return std::move(text).error().in(path);
  return text;
}

}  // namespace sm
