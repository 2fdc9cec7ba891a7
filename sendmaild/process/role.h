// A role of the daemon: a process that the supervisor starts and restarts (DESIGN: supervisor, helper, receiver, sender).
#pragma once

#include <functional>
#include <string>

#include "sendmaild/process/run_as.h"

namespace sm::process {

struct Role {
  std::string name;        // for the log: "receiver"
  std::string title;       // process title: "accepting connections"
  Identity identity;       // who the role is after the fork
  bool may_gain_rights = false;  // by executing set-uid programs: the helper, for mailers
  // Whether an earlier process of the role has died in the middle of its work.
  enum class Start { first, again };
  // The role's whole life; its value is the exit status. Called in the child, after identity and confinement.
  std::function<int(Start)> run;
};

}  // namespace sm::process
