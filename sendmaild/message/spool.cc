// See the header.
#include "sendmaild/message/spool.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "lib/base/posix.h"

namespace sm::message {

namespace {
constexpr size_t kInMemory = 1024 * 1024;
}

Result<void> Spool::append(std::string_view text) {
  size_ += static_cast<int64_t>(text.size());
  memory_.append(text);
  if (memory_.size() < kInMemory) return {};
  return flush();
}

Result<BodyFile> Spool::finish() {
  if (!file_.valid()) return BodyFile::from_text(std::move(memory_));
  if (auto ok = flush(); !ok) return std::move(ok).error();
  return BodyFile::from_file(std::move(file_), 0, size_);
}

Result<void> Spool::flush() {
  if (!file_.valid()) {
    std::FILE* stream = std::tmpfile();
    if (stream == nullptr) return system_error("cannot create temporary file", errno, ExitStatus::temp_fail);
    file_.reset(::dup(::fileno(stream)));
    std::fclose(stream);
    if (!file_.valid()) return system_error("cannot create temporary file", errno, ExitStatus::temp_fail);
  }
  if (auto ok = write_all(file_.get(), memory_); !ok) {
    Error error = std::move(ok).error();
    error.status = ExitStatus::temp_fail;
    return error;
  }
  memory_.clear();
  return {};
}

}  // namespace sm::message
