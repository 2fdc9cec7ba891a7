// The pid file: first line the process id, second line the command line; locked while the daemon runs, so that a second
// daemon sees that the file is in use.
#pragma once

#include <string>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"

namespace sm::process {

class PidFile {
 public:
  // Writes pid and command line. Error: cannot create, a symbolic link, or locked by a running daemon.
  static Result<PidFile> create(const std::string& path, const std::string& command_line);
  PidFile(PidFile&&) = default;
  PidFile& operator=(PidFile&&) = default;
  // Removes the file in the process that wrote it; its children leave it alone.
  ~PidFile();

 private:
  PidFile(std::string path, UniqueFd fd);

  std::string path_;
  UniqueFd fd_;
  int owner_ = 0;
};

}  // namespace sm::process
