// Messages on the standard error: "m4:file:line: text". Keeps the exit status they lead to: errors make it 1, warnings
// do so only after --fatal-warnings; given twice, the first one ends the run.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "m4cf/byte_sink.h"
#include "m4cf/input_stack.h"

namespace sm::m4cf {

// Ends a run from anywhere inside the engine (m4exit, a fatal error). Caught in Engine::run() only.
struct RunOver {
  int status = 0;
};

class Diagnostics {
 public:
  enum class Severity { note, warning, error };
  // Called after each message, with the place it named.
  using Listener = std::function<void(Severity severity, const Location& where, std::string_view text)>;

  Diagnostics(std::string program, ByteSink& sink) : program_(std::move(program)), sink_(&sink) {}

  // `flush` runs before each message, so that output and messages keep their order.
  void before_each(std::function<void()> flush) { flush_ = std::move(flush); }
  void after_each(Listener listener) { listener_ = std::move(listener); }
  void set_fatal_warnings(int level) { fatal_warnings_ = level; }
  void set_quiet(bool quiet) { quiet_ = quiet; }
  bool quiet() const { return quiet_; }

  const std::string& program() const { return program_; }
  int status() const { return status_; }
  void set_status(int status) { status_ = status; }

  // Something is doubtful; the run goes on.
  void warn(const Location& where, std::string_view text);
  // Something failed; the run goes on and ends with status 1.
  void error(const Location& where, std::string_view text);
  // Ends the run with the status.
  [[noreturn]] void fatal(const Location& where, std::string_view text, int status = 1);
  // A message without consequences.
  void note(const Location& where, std::string_view text) { emit(Severity::note, where, text); }
  // Bytes to the standard error as they are.
  void raw(std::string_view text);

 private:
  void emit(Severity severity, const Location& where, std::string_view text);

  std::string program_;
  ByteSink* sink_;
  std::function<void()> flush_;
  Listener listener_;
  int fatal_warnings_ = 0;
  bool quiet_ = false;
  int status_ = 0;
};

}  // namespace sm::m4cf
