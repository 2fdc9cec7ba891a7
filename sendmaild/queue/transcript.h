// Transcript: what was said while a message was being delivered, for reports to its sender ("... while talking to", ">>>",
// "<<<", "550 5.1.1 <x>... User unknown"). In memory up to XscriptFileBufferSize, then in the xf file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::queue {

class Transcript {
 public:
  // `file` is the xf path; empty: memory only. `buffer_size`: XscriptFileBufferSize.
  Transcript(std::string file, size_t buffer_size) : file_(std::move(file)), buffer_size_(buffer_size) {}
  Transcript() = default;
  Transcript(Transcript&&) = default;
  Transcript& operator=(Transcript&&) = default;
  // Removes the file.
  ~Transcript();

  // Adds one line (without newline).
  void add(std::string_view line);
  bool empty() const { return size_ == 0; }
  // All lines. Nothing when the file cannot be read ("Transcript of session is unavailable").
  std::optional<std::string> text() const;
  void clear();

 private:
  std::string file_;
  size_t buffer_size_ = 1 << 20;
  std::string memory_;
  UniqueFd fd_;
  size_t size_ = 0;
};

}  // namespace sm::queue
