// See the header. The largest diversion moves to its temporary file first; a diversion with a file keeps only its tail
// in memory.
#include "m4cf/diversions.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "m4cf/limits.h"

namespace sm::m4cf {
namespace {

UniqueFd temporary_file() {
  const char* folder = std::getenv("TMPDIR");
  std::string where = folder && *folder ? folder : "/tmp";
  UniqueFd fd(::open(where.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (fd.valid()) return fd;
  std::string name = where + "/m4XXXXXX";
  fd.reset(::mkostemp(name.data(), O_CLOEXEC));
  if (fd.valid()) ::unlink(name.c_str());
  return fd;
}

}  // namespace

void Diversions::copy_to_buffer(std::string_view text) {
  if (!text.empty()) std::memcpy(buffer_.get() + standard_used_, text.data(), text.size());
  standard_used_ += text.size();
  if (unbuffered_) flush();
}

void Diversions::write_standard(std::string_view text) {
  flush();
  if (text.size() < kBuffer) return copy_to_buffer(text);
  Result<void> written = standard_->write(text);
  if (!written) report("write error", errno);
}

void Diversions::flush() {
  if (standard_used_ == 0) return;
  size_t length = std::exchange(standard_used_, 0);
  Result<void> written = standard_->write({buffer_.get(), length});
  if (!written) report("write error", errno);
}

void Diversions::divert(int number) {
  if (number == current_) return;
  // An empty diversion leaves no trace.
  if (active_ && active_->memory.empty() && active_->file_size == 0) kept_.erase(current_);
  current_ = number;
  active_ = number > 0 ? &kept_[number] : nullptr;
  line_ = -1;
}

void Diversions::write_diverted(std::string_view text) {
  if (!active_ || text.empty()) return;
  if (in_memory_ + text.size() > kDiversionMemory) make_room(text.size());
  if (active_->file.valid() && text.size() > kDiversionMemory / 2) {
    if (!spill(*active_)) return;
    active_->file_size += text.size();
    if (!write_all(active_->file.get(), text)) report("error writing to diversion", errno);
    return;
  }
  active_->memory.append(text);
  in_memory_ += text.size();
}

void Diversions::make_room(size_t more) {
  if (more > kDiversionMemory / 2) {
    spill(*active_);
    return;
  }
  while (in_memory_ > kDiversionMemory / 2) {
    Diversion* largest = nullptr;
    for (auto& [number, diversion] : kept_) {
      if (!largest || diversion.memory.size() > largest->memory.size()) largest = &diversion;
    }
    if (!largest || largest->memory.empty() || !spill(*largest)) return;
  }
}

bool Diversions::spill(Diversion& diversion) {
  if (!diversion.file.valid()) diversion.file = temporary_file();
  if (!diversion.file.valid()) {
    report("cannot create temporary file for diversion", errno);
    return false;
  }
  size_t length = diversion.memory.size();
  if (length == 0) return true;
  if (!write_all(diversion.file.get(), diversion.memory.view(0, length))) {
    report("error writing to diversion", errno);
    return false;
  }
  diversion.file_size += length;
  in_memory_ -= length;
  diversion.memory.release();
  return true;
}

void Diversions::copy_file(const Diversion& diversion) {
  auto chunk = std::make_unique_for_overwrite<char[]>(kBuffer);
  size_t done = 0;
  while (done < diversion.file_size) {
    ssize_t got = ::pread(diversion.file.get(), chunk.get(), kBuffer, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return report("error reading diversion", errno);
    write({chunk.get(), static_cast<size_t>(got)});
    done += static_cast<size_t>(got);
  }
}

void Diversions::undivert(int number) {
  if (number <= 0 || number == current_) return;
  auto found = kept_.find(number);
  if (found == kept_.end()) return;
  Diversion taken = std::move(found->second);
  kept_.erase(found);
  in_memory_ -= taken.memory.size();
  if (taken.file_size == 0 && taken.memory.empty()) return;
  if (!discards()) {
    if (taken.file_size > 0) copy_file(taken);
    write(taken.memory.view(0, taken.memory.size()));
  }
  line_ = -1;
}

void Diversions::undivert_all() {
  std::vector<int> numbers;
  for (const auto& [number, diversion] : kept_) numbers.push_back(number);
  for (int number : numbers) undivert(number);
}

void Diversions::for_each(const std::function<void(int, const std::string&)>& visit) {
  for (auto& [number, diversion] : kept_) {
    std::string text(diversion.file_size, '\0');
    size_t done = 0;
    while (done < text.size()) {
      ssize_t got = ::pread(diversion.file.get(), text.data() + done, text.size() - done, static_cast<off_t>(done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return report("error reading diversion", errno);
      done += static_cast<size_t>(got);
    }
    text.append(diversion.memory.view(0, diversion.memory.size()));
    if (!text.empty()) visit(number, text);
  }
}

}  // namespace sm::m4cf
