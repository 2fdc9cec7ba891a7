// The input stack: files, expansions that wait to be rescanned, builtin tokens, and the text of m4wrap, read as one
// sequence of bytes. The scanner works directly on the window [cursor, limit) of the topmost source and calls refill()
// at its end; finished sources vanish, so tail recursion runs in constant memory.
// Invariant: the bytes of a source stay where they are until it is popped or, for a file, refilled.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/unique_fd.h"
#include "m4cf/limits.h"
#include "m4cf/symbol_table.h"
#include "m4cf/text_arena.h"

namespace sm::m4cf {

// A place in the input: the file's name as it was given and its line. Without a name: before the first file.
struct Location {
  const std::string* file = nullptr;
  int line = 0;
};

class InputStack {
 public:
  enum class State { bytes, token, end };
  // Told when a file has been read to its end, with the place of that end.
  using FileEnd = std::function<void(const Location& end)>;

  InputStack();
  ~InputStack();

  // The file's bytes follow next. `name` is what messages show.
  void push_file(UniqueFd fd, const std::string& name);
  // As push_file, from memory that outlives the reading.
  void push_memory(std::string_view bytes, const std::string& name);
  // The body follows next; it is shared, not copied.
  void push_body(RefPtr<Definition> body, const Location& location);
  // Room for `length` bytes that follow next; the caller fills it at once.
  char* push_room(size_t length, const Location& location);
  void push_text(std::string_view text, const Location& location);
  // A builtin as a token of its own (the value of defn).
  void push_token(RefPtr<Definition> builtin, const Location& location);
  // Text to be read after everything else, the latest first.
  void wrap(std::string_view text, const Location& location);
  void wrap_token(RefPtr<Definition> builtin, const Location& location);
  // Puts what was wrapped since the last call on the stack; false when there was nothing.
  bool start_wrapped();

  const char* cursor() const { return cursor_; }
  const char* limit() const { return limit_; }
  void set_cursor(const char* cursor) { cursor_ = cursor; }

  // Makes the window non-empty by reading on or going back to the source below. `token`: a builtin token is next,
  // `end`: nothing is left.
  State refill();
  // The next byte without consuming it, or -1 before a token or at the end. No file ends by it.
  int peek() {
    if (cursor_ != limit_) return static_cast<unsigned char>(*cursor_);
    std::string_view next = peek_ahead(1, lookahead_);
    return next.empty() ? -1 : static_cast<unsigned char>(next[0]);
  }
  // Up to `wanted` bytes that come next, across sources, without consuming them. May move the window's bytes.
  std::string_view peek_ahead(size_t wanted, std::string& buffer);
  // Consumes bytes that peek_ahead() has shown.
  void skip(size_t count);
  // After refill() said `token`: takes it.
  RefPtr<Definition> take_token();

  // For backtraces: finished expansions stay until something below them is read, and each knows its macro.
  void keep_finished(bool keep) { keep_finished_ = keep; }
  // The topmost source is the expansion of this macro. Remembered only while finished sources are kept.
  void name_origin(std::string_view macro) {
    if (keep_finished_ && !sources_.empty()) sources_.back().origin = &intern_name(std::string(macro));
  }
  // Visits the sources from the bottom: the macro (nullptr for a file) and the place of its call.
  template <typename Visit>
  void for_each_origin(Visit visit) const {
    for (const Source& source : sources_) visit(source.origin, source.location);
  }

  // A NUL was among the bytes read; GNU m4 drops them, and ends quoted text and comments at one.
  bool has_nul() const { return has_nul_; }

  // Where the next byte stands (in an expansion: where the macro was called).
  Location location();
  bool top_is_file() const { return !sources_.empty() && sources_.back().kind == Kind::file; }
  bool empty() const { return sources_.empty(); }
  size_t depth() const { return sources_.size(); }

  // Moves the descriptor of a seekable standard input to where reading stopped, for a program we start or leave it to.
  void give_back_stdin();
  void on_file_end(FileEnd callback) { file_end_ = std::move(callback); }
  // The number of a read error that ended a file early; 0 when there was none. Reset by the call.
  int take_read_error() { return std::exchange(read_error_, 0); }
  // Keeps a name for as long as the stack lives.
  const std::string& intern_name(const std::string& name);

 private:
  enum class Kind : unsigned char { text, file, token };
  struct File {
    // Standard input stays open: a later file argument may read on.
    ~File() {
      if (fd.get() == STDIN_FILENO) static_cast<void>(fd.release());
    }

    UniqueFd fd;
    std::unique_ptr<char[]> chunk;
    size_t capacity = kReadChunk;
    bool at_end = false;
  };
  struct Source {
    const char* cursor = nullptr;
    const char* limit = nullptr;
    // For a file: line of `counted`; for text: of the call it came from.
    Location location;
    Kind kind = Kind::text;
    TextArena::Mark mark;
    RefPtr<Definition> held;
    std::unique_ptr<File> file;
    // For a file: newlines before this are contained in location.line.
    const char* counted = nullptr;
    const std::string* origin = nullptr;
  };
  struct Wrapped {
    std::string text;
    RefPtr<Definition> token;
    Location location;
  };

  Source& push(Kind kind, const Location& location);
  void activate(const char* cursor, const char* limit);
  void drop_finished();
  void pop();
  // Reads on in a file behind what is unread of it; false at its end.
  bool read_more(Source& source);
  void look_for_nul(std::string_view bytes) {
    has_nul_ = has_nul_ || bytes.find('\0') != std::string_view::npos;
  }
  static void count_lines(Source& source, const char* upto);

  std::vector<Source> sources_;
  const char* cursor_ = nullptr;
  const char* limit_ = nullptr;
  TextArena arena_;
  std::vector<Wrapped> wrapped_;
  std::deque<std::string> names_;
  FileEnd file_end_;
  int read_error_ = 0;
  bool keep_finished_ = false;
  bool has_nul_ = false;
  std::string lookahead_;
};

}  // namespace sm::m4cf
