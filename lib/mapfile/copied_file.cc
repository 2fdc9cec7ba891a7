// A database whose file this process may not open by its path. The copy is an anonymous file of its own; the original's
// descriptor is kept, for locks and for noticing that it changes.
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/mapfile/map_file.h"

namespace sm::mapfile {

namespace {

class CopiedFile final : public MapFile {
 public:
  CopiedFile(UniqueFd original, UniqueFd copy, std::unique_ptr<MapFile> open)
      : original_(std::move(original)), copy_(std::move(copy)), open_(std::move(open)) {}
  Result<std::optional<std::string>> get(std::string_view key) override { return open_->get(key); }
  Result<std::vector<std::string>> get_all(std::string_view key) override { return open_->get_all(key); }
  Result<void> for_each(const Visitor& visit) override { return open_->for_each(visit); }
  int fd() const override { return original_.get(); }

 private:
  UniqueFd original_, copy_;
  std::unique_ptr<MapFile> open_;
};

Error reason(int error) { return Error{std::strerror(error), ExitStatus::cannot_create}; }

Result<UniqueFd> copy_to_memory(int original) {
  SharedLock reading(original);
  struct stat facts {};
  if (::fstat(original, &facts) != 0) return reason(errno);
  UniqueFd copy(::memfd_create("map", MFD_CLOEXEC));
  if (!copy.valid()) return reason(errno);
  off_t done = 0;
  while (done < facts.st_size) {
    ssize_t got = ::sendfile(copy.get(), original, &done, static_cast<size_t>(facts.st_size - done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return reason(errno);
    if (got == 0) break;
  }
  return copy;
}

}  // namespace

Result<std::unique_ptr<MapFile>> open_map_file(FileType type, const std::string& path, const FileOpener& files) {
  Result<std::unique_ptr<MapFile>> direct = open_map_file(type, path);
  if (direct || ::access(path.c_str(), R_OK) == 0 || errno != EACCES) return direct;
  OpenedFile original = files.open(path);
  if (!original.fd.valid()) return reason(original.error);
  Result<UniqueFd> copy = copy_to_memory(original.fd.get());
  if (!copy) return std::move(copy).error();
  Result<std::unique_ptr<MapFile>> open = open_map_file(type, fmt::format("/proc/self/fd/{}", copy->get()));
  if (!open) return open;
  return std::unique_ptr<MapFile>(std::make_unique<CopiedFile>(std::move(original.fd), *std::move(copy), *std::move(open)));
}

}  // namespace sm::mapfile
