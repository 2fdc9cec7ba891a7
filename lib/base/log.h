// The syslog surface: sendmail's lines "QID: key=value, …" with LogLevel gating. The sink is the one process-wide
// object of the program (STYLE 14); tests install a memory sink. Thread-safe.
// Security: text is escaped (control characters as \ooo) before it leaves; callers never log secrets.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace sm::log {

// syslog(3) priorities.
enum class Priority : int { emergency = 0, alert, critical, error, warning, notice, info, debug };

// Where lines go: called with the finished line (no newline), from any thread.
using Sink = std::function<void(Priority, const std::string& line)>;

// syslog through /dev/log with facility mail and tag "sendmail" (or `tag`), process id included.
Sink syslog_sink(const std::string& tag);
// "priority: line" on stderr, for --one-process and tests.
Sink stderr_sink();

void set_sink(Sink sink);

// Writes "ID: text"; the id of lines that belong to no message is "NOQUEUE".
void write(Priority priority, std::string_view queue_id, std::string_view text);
// The text alone, for events that never belong to a message ("starting daemon …", "STARTTLS=server, …").
void write_plain(Priority priority, std::string_view text);

}  // namespace sm::log
