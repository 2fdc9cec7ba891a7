// The words are sendmail's.
#include "sendmaild/daemon/port_gate.h"

#include <fmt/format.h>

namespace sm::daemon {
namespace {

using std::chrono::seconds;

constexpr seconds kPause{1};
constexpr seconds kDelayLineInterval{90};

std::string clock_text(std::chrono::steady_clock::duration duration) {
  auto total = std::chrono::duration_cast<seconds>(duration).count();
  constexpr int64_t kDay = 86400;
  std::string days = total >= kDay ? fmt::format("{}+", total / kDay) : "";
  return days + fmt::format("{:02}:{:02}:{:02}", total % kDay / 3600, total % 3600 / 60, total % 60);
}

}  // namespace

PortGate::PortGate(const config::DaemonPort& port, const config::Options& options)
    : name_(port.name),
      refuse_load_(port.refuse_load.value_or(options.refuse_la)),
      delay_load_(port.delay_load.value_or(options.delay_la)),
      max_children_(port.max_children.value_or(options.max_daemon_children)),
      throttle_(options.connection_rate_throttle),
      log_interval_(options.reject_log_interval) {}

PortGate::Review PortGate::review(int load, int children, TimePoint now) {
  Review review;
  std::string reason;
  if (refuse_load_ > 0 && load >= refuse_load_) reason = fmt::format("load average: {}", load);
  if (reason.empty() && max_children_ > 0 && children >= max_children_)
    reason = fmt::format("{} children, max {}", children, max_children_);
  review.open = reason.empty();
  review.title = review.open ? "accepting connections" : fmt::format("rejecting connections on daemon {}: {}", name_, reason);
  if (review.open) {
    if (rejecting_)
      review.lines.push_back({log::Priority::info, fmt::format("accepting connections again for daemon {}", name_)});
  } else if (!rejecting_) {
    review.lines.push_back({log::Priority::notice, review.title});
    rejecting_since_ = now;
    next_report_ = now + log_interval_;
  } else if (now >= next_report_) {
    review.lines.push_back({log::Priority::error, fmt::format("have been rejecting connections on daemon {} for {}", name_,
                                                              clock_text(now - rejecting_since_))});
    next_report_ = now + log_interval_;
  }
  rejecting_ = !review.open;
  return review;
}

PortGate::Pause PortGate::pause(int load, TimePoint now) {
  Pause pause;
  if (now - second_ >= seconds(1)) {
    second_ = now;
    in_second_ = 0;
  }
  if (throttle_ > 0 && ++in_second_ > throttle_) {
    pause.duration += kPause;
    pause.lines.push_back(
        {log::Priority::info, fmt::format("deferring connections on daemon {}: {} per second", name_, throttle_)});
  }
  if (delay_load_ > 0 && load >= delay_load_) {
    pause.duration += kPause;
    if (now >= next_delay_line_) {
      next_delay_line_ = now + kDelayLineInterval;
      pause.lines.push_back({log::Priority::info, fmt::format("delaying connections on daemon {}: load average={} >= {}",
                                                              name_, load, delay_load_)});
    }
  }
  return pause;
}

}  // namespace sm::daemon
