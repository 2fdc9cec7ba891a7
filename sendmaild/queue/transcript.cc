// See the header.
#include "sendmaild/queue/transcript.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/posix.h"

namespace sm::queue {

Transcript::~Transcript() {
  if (fd_.valid()) ::unlink(file_.c_str());
}

void Transcript::add(std::string_view line) {
  memory_.append(line);
  // One entry is one line, whatever a peer has said.
  std::replace(memory_.end() - static_cast<std::ptrdiff_t>(line.size()), memory_.end(), '\n', ' ');
  memory_ += '\n';
  size_ += line.size() + 1;
  if (memory_.size() <= buffer_size_ || file_.empty()) return;
  constexpr mode_t kMode = 0600;
  if (!fd_.valid()) fd_.reset(::open(file_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kMode));
  // A transcript that cannot be written is kept in memory instead.
  if (fd_.valid() && write_all(fd_.get(), memory_)) memory_.clear();
}

std::optional<std::string> Transcript::text() const {
  if (!fd_.valid()) return memory_;
  std::string on_disk(size_ - memory_.size(), '\0');
  size_t done = 0;
  while (done < on_disk.size()) {
    ssize_t got = ::pread(fd_.get(), on_disk.data() + done, on_disk.size() - done, static_cast<off_t>(done));
    if (got <= 0) return std::nullopt;
    done += static_cast<size_t>(got);
  }
  return on_disk + memory_;
}

void Transcript::clear() {
  if (fd_.valid()) ::unlink(file_.c_str());
  fd_.reset();
  memory_.clear();
  size_ = 0;
}

}  // namespace sm::queue
