// Whether a daemon port takes connections now: RefuseLA, DelayLA, MaxDaemonChildren, ConnectionRateThrottle and
// RejectLogInterval, each with the port's own value where DaemonPortOptions has one. Says what the log has to say.
// Invariant: knows no clock and no load of its own, so that its answers depend on the questions only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/log.h"
#include "sendmaild/config/config.h"

namespace sm::daemon {

class PortGate {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  PortGate(const config::DaemonPort& port, const config::Options& options);

  struct Line {
    log::Priority priority;
    std::string text;
  };
  struct Review {
    bool open = true;
    std::string title;        // for ps(1)
    std::vector<Line> lines;  // for the log, above LogLevel 8
  };
  // Asked for each connection, and from time to time.
  Review review(int load, int children, TimePoint now);

  struct Pause {
    std::chrono::milliseconds duration{0};
    std::vector<Line> lines;
  };
  // How long a connection that is taken has to wait.
  Pause pause(int load, TimePoint now);

  int delay_load() const { return delay_load_; }  // 0: never

 private:
  std::string name_;
  int refuse_load_, delay_load_, max_children_, throttle_;
  std::chrono::seconds log_interval_;
  bool rejecting_ = false;
  TimePoint rejecting_since_{}, next_report_{}, next_delay_line_{};
  TimePoint second_{};  // of the connections that are counted
  int in_second_ = 0;
};

}  // namespace sm::daemon
