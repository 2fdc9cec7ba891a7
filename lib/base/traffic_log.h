// TrafficLog: every line that comes in or goes out, for the eyes of who looks for a mistake (sendmail -X).
//   "04711 <<< 250 ok"   "04711 >>> QUIT"   "04711 === CONNECT mx.test."
// Thread-safe; a line is written in one piece.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/unique_fd.h"

namespace sm {

class TrafficLog {
 public:
  enum class Direction { in, out };
  // `file`: open for appending.
  explicit TrafficLog(UniqueFd file) : file_(std::move(file)) {}

  void line(Direction direction, std::string_view text) const;
  // What happened: "CONNECT host", "EXEC program".
  void note(std::string_view text) const;

 private:
  void write(const char* mark, std::string_view text) const;

  UniqueFd file_;
};

// Text of one direction, in pieces of any size, as lines of the log.
class TrafficLines {
 public:
  // `shown`: what the log gets of a line; without it, all.
  TrafficLines(std::shared_ptr<const TrafficLog> log, TrafficLog::Direction direction,
               std::function<std::string(std::string_view)> shown = {})
      : log_(std::move(log)), direction_(direction), shown_(std::move(shown)) {}
  void feed(std::string_view text);
  // The end of the text: what is left of a line, and "[EOF]" where the text came in.
  void finish();

 private:
  void write() const;

  std::shared_ptr<const TrafficLog> log_;
  TrafficLog::Direction direction_;
  std::function<std::string(std::string_view)> shown_;
  std::string rest_;
};

}  // namespace sm
