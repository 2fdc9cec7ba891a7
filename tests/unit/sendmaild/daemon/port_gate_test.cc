// When a port refuses, and what the log has to say about it.
#include "sendmaild/daemon/port_gate.h"

#include <doctest/doctest.h>

using namespace sm;
using namespace sm::daemon;
using std::chrono::seconds;

namespace {

PortGate::TimePoint at(int when) { return PortGate::TimePoint(seconds(when)); }

std::string text(const std::vector<PortGate::Line>& lines) {
  std::string out;
  for (const PortGate::Line& line : lines) out += line.text + "\n";
  return out;
}

config::DaemonPort mta() {
  config::DaemonPort port;
  port.name = "MTA";
  return port;
}

}  // namespace

TEST_CASE("daemon/port_gate: refusals are told once, again after RejectLogInterval, and when they end") {
  config::Options options;
  options.refuse_la = 10;
  options.max_daemon_children = 2;
  options.reject_log_interval = seconds(100);
  struct Step {
    int at, load, children;
    bool open;
    const char* lines;
  };
  const Step steps[] = {
      {1000, 3, 1, true, ""},
      {1001, 10, 1, false, "rejecting connections on daemon MTA: load average: 10\n"},
      {1050, 12, 1, false, ""},
      {1101, 12, 1, false, "have been rejecting connections on daemon MTA for 00:01:40\n"},
      {1150, 12, 1, false, ""},
      {1201, 12, 1, false, "have been rejecting connections on daemon MTA for 00:03:20\n"},
      {1202, 1, 1, true, "accepting connections again for daemon MTA\n"},
      {1203, 1, 2, false, "rejecting connections on daemon MTA: 2 children, max 2\n"},
      {1204, 1, 1, true, "accepting connections again for daemon MTA\n"},
  };
  PortGate gate(mta(), options);
  for (const Step& step : steps) {
    CAPTURE(step.at);
    PortGate::Review review = gate.review(step.load, step.children, at(step.at));
    CHECK(review.open == step.open);
    CHECK(text(review.lines) == step.lines);
  }
}

TEST_CASE("daemon/port_gate: a port's own values win, 0 is never") {
  config::Options options;
  options.refuse_la = 1;
  options.delay_la = 1;
  config::DaemonPort port = mta();
  port.refuse_load = 0;
  port.delay_load = 5;
  port.max_children = 3;
  PortGate gate(port, options);
  CHECK(gate.review(50, 2, at(1)).open);
  CHECK(!gate.review(0, 3, at(1)).open);
  CHECK(gate.delay_load() == 5);
}

TEST_CASE("daemon/port_gate: rate and load make connections wait") {
  config::Options options;
  options.connection_rate_throttle = 2;
  options.delay_la = 7;
  struct Step {
    int at, load, pause;
    const char* lines;
  };
  const Step steps[] = {
      {100, 1, 0, ""},
      {100, 1, 0, ""},
      {100, 1, 1, "deferring connections on daemon MTA: 2 per second\n"},
      {101, 1, 0, ""},
      {110, 7, 1, "delaying connections on daemon MTA: load average=7 >= 7\n"},
      {120, 8, 1, ""},
      {200, 8, 1, "delaying connections on daemon MTA: load average=8 >= 7\n"},
  };
  PortGate gate(mta(), options);
  for (const Step& step : steps) {
    CAPTURE(step.at);
    PortGate::Pause pause = gate.pause(step.load, at(step.at));
    CHECK(pause.duration == seconds(step.pause));
    CHECK(text(pause.lines) == step.lines);
  }
}
