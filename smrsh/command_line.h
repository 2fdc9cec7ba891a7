// What a restricted command line may be: the programs an administrator has put into one folder, joined by && and ||.
// Security: the input is chosen by users (aliases, .forward files); nothing that a shell would interpret beyond words,
// && and || gets through, also not with the eighth bit set.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace sm::smrsh {

// How a program of the folder was found; anything but `available` refuses the command.
enum class Availability { available, stat_failed, not_a_file };

struct Refusal {
  std::string said;    // for stderr, without the program's name
  std::string logged;  // for syslog, behind "uid N: "
  ExitStatus status = ExitStatus::unavailable;
};

struct Checked {
  std::string command;  // for /bin/sh -c: every program by its path in the folder; empty when refused
  Refusal refusal;      // meaningful when command is empty
};

// Checks and rewrites a command. `look_up` is asked for each program by its path in `folder`.
Checked check_command(std::string_view command, const std::string& folder,
                      const std::function<Availability(const std::string& path)>& look_up);

}  // namespace sm::smrsh
