// The commands of the control socket (ControlSocketName): one line in, one answer out (Operations Guide, "The control socket").
// Invariant: nothing here touches a descriptor; what the daemon is to do is told to the caller.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::daemon {

// What a command is answered from.
struct ControlFacts {
  struct FileSystem {
    std::string folder;     // the first of the queue that lies on it, as seen from QueueDirectory
    int64_t kilobytes = 0;  // free
  };
  struct Process {
    pid_t pid = 0;
    std::string title;
  };
  int children = 0, max_children = 0, load = 0;
  std::vector<FileSystem> file_systems;
  std::vector<Process> processes;
  std::function<std::string()> help;  // asked for `help` alone
};

enum class ControlRequest { none, restart, shutdown };

struct ControlAnswer {
  std::string text;  // with line ends
  ControlRequest request = ControlRequest::none;
};

ControlAnswer answer_control_command(std::string_view line, const ControlFacts& facts);

}  // namespace sm::daemon
