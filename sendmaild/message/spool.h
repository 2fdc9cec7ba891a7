// Spool: text that is made piece by piece and read as a body afterwards (converted messages, reports). In memory up to 1 MB,
// then in a temporary file that has no name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/message/body_file.h"

namespace sm::message {

class Spool {
 public:
  // Error (temp_fail): no space for the temporary file.
  Result<void> append(std::string_view text);
  // What was appended; the spool is empty afterwards.
  Result<BodyFile> finish();

 private:
  Result<void> flush();

  std::string memory_;
  UniqueFd file_;
  int64_t size_ = 0;
};

}  // namespace sm::message
