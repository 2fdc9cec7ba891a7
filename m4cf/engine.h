// The m4 engine: files and definitions in, text and diagnostics out. Behaves as GNU m4 1.4.19 does. One Engine is one
// run; it owns the macro table, the input stack, the diversions and the settings that builtins change.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "m4cf/byte_buffer.h"
#include "m4cf/byte_sink.h"
#include "m4cf/diagnostics.h"
#include "m4cf/diversions.h"
#include "m4cf/expander.h"
#include "m4cf/gnu_regex.h"
#include "m4cf/input_stack.h"
#include "m4cf/limits.h"
#include "m4cf/quoting.h"
#include "m4cf/search_path.h"
#include "m4cf/symbol_table.h"
#include "m4cf/tracer.h"

namespace sm::m4cf {

struct EngineOptions {
  // argv[0]: the value of __program__ and the prefix of messages.
  std::string program = "m4";
  bool gnu_extensions = true;
  bool prefix_builtins = false;
  bool quiet = false;
  bool interactive = false;
  bool sync_lines = false;
  int fatal_warnings = 0;
  // 0: no limit but the built-in one.
  size_t nesting_limit = 0;
  // Warn about definitions that contain this (--warn-macro-sequence).
  std::optional<std::string> warn_sequence;
  // syscmd, esyscmd, mkstemp, include and debug files are refused: for text from strangers.
  bool confined = false;
  // The run ends when it makes more calls, or a text grows longer; 0 for no limit.
  size_t most_calls = 0;
  size_t longest_text = 0;
  // Steps a regular expression may take on one text.
  uint32_t regex_steps = kRegexSteps;
  // Say more than GNU m4 when a file of the sendmail macro library is missing.
  bool advise = false;
};

class Engine {
 public:
  Engine(EngineOptions options, ByteSink& output, ByteSink& errors);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Runs the steps, which call the functions below, and ends the run: m4exit and fatal errors inside end it early.
  // Returns the exit status.
  int run(const std::function<void(Engine&)>& steps);

  // Puts the builtins into the macro table (not done when a frozen state is loaded).
  void install_builtins();
  // Expands a file found through the search path; "-" is the standard input. A missing one is an error.
  void process_file(const std::string& name);
  void process_text(std::string_view text, const std::string& name);
  // Expands what m4wrap saved, then brings back all diversions.
  void finish();
  // Only the former, for a run that freezes its state.
  void finish_wrapped();
  // -D NAME=VALUE, -U NAME, -t NAME.
  void define(std::string_view name, std::string_view value);
  void undefine(std::string_view name);
  void trace(std::string_view name);

  // Defines a macro as the builtins define and pushdef do, with the check of --warn-macro-sequence.
  enum class DefineMode { replace, push };
  void define_text(std::string_view name, std::string_view text, DefineMode mode, const Location& where);
  void define_builtin(std::string_view name, const Builtin& builtin, DefineMode mode);
  // Opens a file for include: through the search path, with the debug message; pushes it on the input.
  bool include_file(const std::string& name, const Location& where);
  // Finds a file through the search path; errno tells why there is none.
  std::optional<SearchPath::Found> open_file(const std::string& name) const;
  // The error that a file cannot be opened (errno says why), with advice where the file is one of sendmail's.
  void cannot_open(const std::string& name, const Location& where,
                   Diagnostics::Severity severity = Diagnostics::Severity::error);
  // Ends the run when a text of this size is more than the options allow.
  void check_length(size_t length) {
    if (options_.longest_text > 0 && length > options_.longest_text) diagnostics_.fatal({}, "text too long");
  }
  // A decimal number as builtins read it; warns and gives nothing when it is none, warns and gives 0 when empty.
  std::optional<int> number(const Call& call, std::string_view text);
  // A warning that a call's builtin gives: "…  builtin `name'".
  void warn(const Call& call, std::string_view text) { diagnostics_.warn(call.location(), text); }

  const EngineOptions& options() const { return options_; }
  EngineOptions& options() { return options_; }
  SymbolTable& symbols() { return symbols_; }
  InputStack& input() { return input_; }
  Quoting& quoting() { return quoting_; }
  Diversions& diversions() { return diversions_; }
  Diagnostics& diagnostics() { return diagnostics_; }
  Tracer& tracer() { return tracer_; }
  SearchPath& search_path() { return search_path_; }
  Expander& expander() { return expander_; }
  RegexCache& regexes() { return regexes_; }

  // Keeps bytes for as long as the engine lives.
  std::string_view keep(ByteBuffer bytes) {
    const ByteBuffer& kept = kept_.emplace_back(std::move(bytes));
    return kept.view(0, kept.size());
  }

  // The raw wait status of the last syscmd or esyscmd.
  int system_status() const { return system_status_; }
  void set_system_status(int status) { system_status_ = status; }
  // True the first time: a run warns once of \0 in replacements.
  bool is_first_old_reference() { return !std::exchange(old_reference_seen_, true); }

 private:
  EngineOptions options_;
  // Before the symbols, whose definitions may look into them.
  std::vector<ByteBuffer> kept_;
  SymbolTable symbols_;
  InputStack input_;
  Quoting quoting_;
  Diversions diversions_;
  Diagnostics diagnostics_;
  Tracer tracer_;
  SearchPath search_path_;
  RegexCache regexes_;
  Expander expander_;
  int system_status_ = 0;
  bool old_reference_seen_ = false;
};

}  // namespace sm::m4cf
