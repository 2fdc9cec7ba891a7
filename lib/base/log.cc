// See the header. Lines longer than a syslog datagram takes are cut at a fixed limit, as syslogd would.
#include "lib/base/log.h"

#include <syslog.h>

#include <cstdio>
#include <mutex>

#include "lib/base/text.h"

namespace sm::log {
namespace {

constexpr size_t kLineLimit = 8000;

struct State {
  std::mutex mutex;
  Sink sink;
};

State& state() {
  static State* instance = new State;  // lives until the end: other threads may log while statics are destroyed
  return *instance;
}

void emit(Priority priority, std::string line) {
  if (line.size() > kLineLimit) line.resize(kLineLimit);
  std::lock_guard lock(state().mutex);
  if (state().sink) state().sink(priority, line);
}

}  // namespace

Sink syslog_sink(const std::string& tag) {
  static std::string kept;  // openlog() keeps the pointer
  kept = tag;
  ::openlog(kept.c_str(), LOG_PID, LOG_MAIL);
  return [](Priority priority, const std::string& line) { ::syslog(static_cast<int>(priority), "%s", line.c_str()); };
}

Sink stderr_sink() {
  return [](Priority, const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
}

void set_sink(Sink sink) {
  std::lock_guard lock(state().mutex);
  state().sink = std::move(sink);
}

void write(Priority priority, std::string_view queue_id, std::string_view text) {
  std::string line(queue_id.empty() ? "NOQUEUE" : queue_id);
  line += ": ";
  line += escape_controls(text);
  emit(priority, std::move(line));
}

void write_plain(Priority priority, std::string_view text) { emit(priority, escape_controls(text)); }

}  // namespace sm::log
