// Running mailers and opening users' files, from the side of who delivers. Two ways behind one interface: through the
// helper's socket (sender of the daemon), or by this process itself (one process, command line).
// Thread-safe.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/process/helper.h"
#include "sendmaild/process/open_as.h"
#include "sendmaild/process/spawn.h"

namespace sm::process {

// Whom a mailer runs as. `user` is for supplementary groups and may be empty.
struct RunUser {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string user;
};

struct RunRequest {
  int mailer = 0;  // index of the configuration
  std::vector<std::string> argv;
  std::vector<std::string> directories;
  RunUser user;
  bool one_socket = false;  // input and output are one connected socket (mailers that speak SMTP or LMTP)
};

// A mailer that runs. Destroying it without wait() leaves the program alone, with its descriptors closed.
class RunningMailer {
 public:
  virtual ~RunningMailer() = default;
  UniqueFd input;   // the program's standard input, for writing (with one_socket: both directions)
  UniqueFd output;  // its output and error output, for reading; invalid with one_socket
  // Blocks until the program has ended. Error: it could not be run (status temp_fail: try again).
  virtual Result<ChildStatus> wait() = 0;
};

class HelperClient {
 public:
  virtual ~HelperClient() = default;
  virtual Result<std::unique_ptr<RunningMailer>> run(const RunRequest& request) = 0;
  virtual OpenedFile open(const std::string& path, const RunUser& user, OpenFor purpose, mode_t mode) = 0;
};

// Through the helper at the other end of `socket` (not owned), which gives up opening a file after that time.
std::unique_ptr<HelperClient> helper_at(int socket, std::chrono::seconds open_timeout);
// With this process's own rights: as root it changes to the user, else everything happens as the user it is.
std::unique_ptr<HelperClient> helper_here(HelperTable table);

}  // namespace sm::process
