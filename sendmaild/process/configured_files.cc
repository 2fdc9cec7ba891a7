// See the header. What the helper is asked for is a number of the list, so that no other path can be asked for.
#include "sendmaild/process/configured_files.h"

#include <algorithm>
#include <cerrno>

#include "sendmaild/process/helper_call.h"

namespace sm::process {

namespace {

class ConfiguredFiles final : public FileOpener {
 public:
  ConfiguredFiles(int socket, std::vector<std::string> files, uid_t owner)
      : socket_(socket), files_(std::move(files)), owner_(owner), direct_(direct_files()) {}

  OpenedFile open(const std::string& path) const override {
    OpenedFile file = direct_->open(path);
    // A socket cannot be opened; its connection comes from the helper.
    return file.error == EACCES || file.error == ENXIO ? ask(path) : std::move(file);
  }

  // In a folder that may not be entered only the file itself, open, can tell about itself.
  int look(const std::string& path, struct stat& facts) const override {
    int error = direct_->look(path, facts);
    if (error != EACCES) return error;
    OpenedFile file = ask(path);
    if (!file.fd.valid()) return file.error;
    return ::fstat(file.fd.get(), &facts) == 0 ? 0 : errno;
  }

  uid_t uid() const override { return owner_; }

 private:
  OpenedFile ask(const std::string& path) const {
    auto known = std::find(files_.begin(), files_.end(), path);
    if (known == files_.end()) {
      OpenedFile unknown;
      unknown.error = EACCES;
      return unknown;
    }
    HelperRecord record;
    record.kind = HelperRecord::Kind::open_configured;
    record.number = static_cast<uint32_t>(known - files_.begin());
    return call_for_descriptor(socket_, record);
  }

  int socket_;
  std::vector<std::string> files_;
  uid_t owner_;
  std::shared_ptr<const FileOpener> direct_;
};

}  // namespace

std::shared_ptr<const FileOpener> configured_files_at(int socket, std::vector<std::string> files, uid_t owner) {
  return std::make_shared<ConfiguredFiles>(socket, std::move(files), owner);
}

}  // namespace sm::process
