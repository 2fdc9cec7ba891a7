// The expander: reads the input stack, copies text to the output, and turns macro calls into their expansions, which go
// back on the input stack. Calls whose arguments are being collected are frames on an explicit stack; nothing recurses,
// so nesting is limited by memory and by a named limit only.
// Invariant: the argument bytes of a frame lie behind those of the frames around it in one buffer, cut back when the
// call is made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "m4cf/builtin_table.h"
#include "m4cf/byte_buffer.h"
#include "m4cf/call.h"
#include "m4cf/input_stack.h"
#include "m4cf/quoting.h"
#include "m4cf/symbol_table.h"

namespace sm::m4cf {

class Engine;

class Expander {
 public:
  // A call that is not finished: its arguments are being collected, or its expansion is being read or made.
  struct TracedCall {
    std::string_view name;
    Location location;
    bool collecting = false;
  };

  explicit Expander(Engine& engine);

  // Reads until nothing is left on the input stack.
  void run();

  // Replaces a call by the value of a definition. For indir and builtin too, which are already inside a call.
  void invoke(const RefPtr<Definition>& definition, const Call& call);
  // Puts text, a body or a builtin token next on the input, as the expansion of the current call.
  void push_result(std::string_view text, const Location& location);
  void push_token(RefPtr<Definition> builtin, const Location& location);
  // In a trace the current call has an expansion even when that is empty.
  void show_empty_result() { empty_shows_ = true; }
  // Skips the rest of the input line, its newline included; false when the input ended before.
  bool skip_line();
  // Writes text to the current diversion as a token that began at `where`, with sync lines when they are on.
  void write_token(std::string_view text, const Location& where);
  // Innermost last. Expansions are known only while the input stack keeps finished ones.
  std::vector<TracedCall> backtrace() const;

 private:
  struct Frame {
    Symbol* symbol = nullptr;
    RefPtr<Definition> definition;
    Location location;
    // Where the argument being collected began.
    Location argument_location;
    size_t first_argument = 0;
    size_t text_start = 0;
    size_t argument_start = 0;
    size_t id = 0;
    // Sources on the input stack when the call began.
    uint32_t depth = 0;
    int parentheses = 0;
    bool traced = false;
    // Nothing of the current argument was seen yet; white space is skipped.
    bool fresh = true;
    const Builtin* token = nullptr;
  };
  enum class Mode { output, argument };
  // What scan() came upon.
  enum class Next { go_on, restart, finished };

  template <Mode mode>
  bool scan();
  template <Mode mode>
  Next scan_event(const char*& start, const char*& at);
  template <Mode mode>
  Next scan_word(const char*& start, const char*& at);
  template <Mode mode>
  Next scan_split_word(const char*& start, const char*& at);
  template <Mode mode>
  Next scan_punctuation(const char*& start, const char*& at);
  template <Mode mode>
  Next next_window(const char*& start, const char*& at);
  template <Mode mode>
  void scan_quoted();
  template <Mode mode>
  void scan_comment();
  template <Mode mode>
  void emit(const char* start, const char* end);
  template <Mode mode>
  void emit_last(const char* start, const char* end, const Location& where, size_t token_start);
  template <Mode mode>
  void continue_delimited(const char* what, const Location& where);

  // The class of the byte at `at`, with delimiters of several bytes compared as a whole.
  template <Mode mode>
  ByteClass class_at(const char*& start, const char*& at);
  template <Mode mode, bool inside>
  bool matches(const std::string& delimiter, const char*& start, const char*& at);
  Location location_of(const char* at);
  void skip_argument_space();
  void write_synced(std::string_view text, Location where, bool each_line, bool counts);
  bool opens_arguments();
  bool begin_call(Symbol& symbol, const Location& where);
  void end_argument();
  void finish_call();
  void make_call(const Frame& frame, size_t argument_count);
  void expand_body(const RefPtr<Definition>& definition, const Call& call);
  void fill_body(std::string_view text, const std::vector<BodyPiece>& pieces, const Call& call, char* out) const;
  size_t piece_length(const BodyPiece& piece, const Call& call) const;
  const std::vector<BodyPiece>& pieces_of(Definition& definition);
  void cut_body(std::string_view text, std::vector<BodyPiece>& pieces) const;
  bool check_counts(const Builtin& builtin, const Call& call);
  [[noreturn]] void end_of_file(const char* what, const Location& where);

  Engine* engine_;
  InputStack* input_;
  std::vector<Frame> frames_;
  std::vector<Argument> arguments_;
  ByteBuffer text_;
  // Of a body that is expanded for the first time.
  std::vector<BodyPiece> pieces_;
  std::string word_;
  std::string lookahead_;
  bool sync_lines_ = false;
  size_t calls_ = 0;
  // The call being made, while it is.
  const Frame* making_ = nullptr;
  // The text of the expansion being made, when it has to be shown in a trace.
  std::optional<std::string> captured_;
  bool empty_shows_ = false;
};

}  // namespace sm::m4cf
