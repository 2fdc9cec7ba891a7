// Queue groups: Q lines and the default group "mqueue" that QueueDirectory makes.
#pragma once

#include <chrono>
#include <string>

namespace sm::config {

struct QueueGroup {
  std::string name;
  std::string path;                   // P=, may end in a wildcard ("/var/spool/mqueue/q*")
  std::string flags;                  // F=
  int nice = 0;                       // N=
  std::chrono::seconds interval{0};   // I=, 0: the daemon's -q interval
  int max_jobs = 0;                   // J=
  int runners = 0;                    // R=
  int max_recipients = 0;             // r=
};

}  // namespace sm::config
