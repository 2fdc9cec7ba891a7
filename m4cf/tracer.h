// Debug output: what traceon, debugmode and --debug show, and where it goes ("m4trace: -1- name(args) -> text",
// "m4debug: …").
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/unique_fd.h"
#include "m4cf/diagnostics.h"
#include "m4cf/quoting.h"

namespace sm::m4cf {

class Call;

// The flags of debugmode, one bit per letter.
enum DebugFlag : unsigned {
  kDebugArguments = 1,   // a
  kDebugExpansion = 2,   // e
  kDebugQuote = 4,       // q
  kDebugAll = 8,         // t
  kDebugLine = 16,       // l
  kDebugFile = 32,       // f
  kDebugPath = 64,       // p
  kDebugCall = 128,      // c
  kDebugInput = 256,     // i
  kDebugId = 512,        // x
  kDebugVerbose = 1023,  // V
  kDebugDefault = kDebugArguments | kDebugExpansion | kDebugQuote,
};

class Tracer {
 public:
  Tracer(Diagnostics& diagnostics, const Quoting& quoting) : diagnostics_(&diagnostics), quoting_(&quoting) {}

  unsigned flags() const { return flags_; }
  bool has(DebugFlag flag) const { return (flags_ & flag) != 0; }
  void set_flags(unsigned flags) { flags_ = flags; }
  // The bits of a string of letters; nothing when one is unknown. An empty string means "aeq".
  static std::optional<unsigned> parse(std::string_view letters);

  // Longest argument or text shown; 0 for no limit.
  void set_max_length(size_t length) { max_length_ = length; }
  size_t max_length() const { return max_length_; }
  // Sends debug output to a file (appending), to nowhere (empty name), or back to the standard error (no name).
  // False with errno set when the file cannot be opened.
  bool set_file(std::optional<std::string> name);
  bool discards() const { return discards_; }

  // "m4debug:" and the location the flags ask for, then the text.
  void debug(const Location& where, std::string_view text);
  // The three stages of a traced call. Without the flag c only the last shows, in a line that was begun at the second,
  // before the call could change quotes and flags.
  void trace_start(const Call& call, int level, size_t id);
  void trace_collected(const Call& call, int level, size_t id);
  void trace_done(const Call& call, int level, size_t id, const std::optional<std::string>& expansion);
  // What was begun of the line is not shown: in GNU m4 debugmode loses it.
  void forget_line() { line_.clear(); }
  // A line of dumpdef and the like: only the text.
  void raw(std::string_view text);

  // The text, cut to the maximal length.
  std::string shown(std::string_view text) const;
  std::string quoted(std::string_view text) const;
  // Uncut, for dumpdef.
  std::string quoted_whole(std::string_view text) const;

 private:
  std::string trace_prefix(const Call& call, int level, size_t id) const;
  // The arguments in parentheses.
  std::string arguments(const Call& call) const;

  Diagnostics* diagnostics_;
  const Quoting* quoting_;
  unsigned flags_ = 0;
  size_t max_length_ = 0;
  UniqueFd file_;
  bool discards_ = false;
  std::string line_;
};

}  // namespace sm::m4cf
