// See the header. Names outside the grammar of queue files are passed over.
#include "sendmaild/queue/folder_entries.h"

#include <cerrno>

namespace sm::queue {

FolderEntries::FolderEntries(const QueuePaths& paths, const QueueDirectory& directory, FileKind kind)
    : prefix_({static_cast<char>(kind), 'f'}) {
  OpenedFile opened = paths.files().list(directory.folder_number(kind));
  error_ = opened.error;
  if (!opened.fd.valid()) return;
  folder_.reset(::fdopendir(opened.fd.get()));
  if (!folder_) {
    error_ = errno;
    return;
  }
  static_cast<void>(opened.fd.release());  // closed with the folder
}

std::optional<std::string> FolderEntries::next() {
  while (const dirent* entry = folder_ ? ::readdir(folder_.get()) : nullptr) {
    std::string_view name = entry->d_name;
    if (name.starts_with(prefix_) && is_queue_id(name.substr(prefix_.size()))) {
      return std::string(name.substr(prefix_.size()));
    }
  }
  return std::nullopt;
}

}  // namespace sm::queue
