// See the header. A directive is a letter, numbers, a newline, and the strings whose lengths the numbers are:
// V version, Q quotes, C comment delimiters, T text macro, F builtin macro, D diversion. Definitions of one name follow
// each other from the oldest, as pushdef makes them.
#include "m4cf/frozen_state.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <vector>

#include "m4cf/builtin_table.h"
#include "m4cf/byte_buffer.h"
#include "m4cf/limits.h"

namespace sm::m4cf {
namespace {

void write_pair(std::string& out, char directive, std::string_view first, std::string_view second) {
  out += directive;
  out += std::to_string(first.size()) + "," + std::to_string(second.size()) + "\n";
  out += first;
  out += second;
  out += '\n';
}

void write_symbol(std::string& out, const Symbol& symbol) {
  std::vector<const Definition*> stack;
  for (const Definition* at = symbol.top.get(); at; at = at->shadowed.get()) stack.push_back(at);
  for (size_t i = stack.size(); i-- > 0;) {
    const Definition& definition = *stack[i];
    if (definition.builtin) {
      write_pair(out, 'F', symbol.name, definition.builtin->name);
    } else {
      write_pair(out, 'T', symbol.name, definition.text);
    }
  }
}

// Stands in for a builtin that a frozen file names and this program does not have.
void missing_builtin(Engine& m4, const Call& call) {
  m4.warn(call, "builtin `" + std::string(call.name()) + "' requested by frozen file is not supported");
}
constexpr Builtin kMissing{"placeholder", false, false, false, 0, kAnyCount, missing_builtin};

class Reader {
 public:
  Reader(Engine& m4, std::string_view text, const std::string& name)
      : m4_(m4), text_(text), name_(m4.input().intern_name(name)) {}

  void read();

 private:
  struct Pair {
    std::string_view first;
    std::string_view second;
  };

  [[noreturn]] void fail(const std::string& what, int status = 1) {
    m4_.diagnostics().fatal({&name_, line_}, what, status);
  }
  void begin_line();
  // The next byte, of which there must be one.
  char next();
  bool skip_to_directive();
  void expect(char c);
  int number();
  std::string_view string(int length);
  Pair pair();
  void read_version();
  void read_diversion();
  void directive(char letter);

  Engine& m4_;
  std::string_view text_;
  const std::string& name_;
  size_t at_ = 0;
  int line_ = 1;
  bool line_ended_ = false;
};

// A line ends when something behind its newline is asked for.
void Reader::begin_line() {
  if (std::exchange(line_ended_, false)) line_++;
}

char Reader::next() {
  begin_line();
  char c = text_[at_++];
  line_ended_ = c == '\n';
  return c;
}

void Reader::expect(char c) {
  begin_line();
  if (at_ < text_.size() && next() == c) return;
  fail(c == '\n' ? "expecting line feed in frozen file"
                 : std::string("expecting character `") + c + "' in frozen file");
}

int Reader::number() {
  bool negative = at_ < text_.size() && text_[at_] == '-';
  if (negative) next();
  long value = 0;
  while (at_ < text_.size() && ascii::is_digit(text_[at_])) {
    value = value * 10 + (next() - '0');
    if (value > INT_MAX) fail("integer overflow in frozen file");
  }
  return static_cast<int>(negative ? -value : value);
}

std::string_view Reader::string(int length) {
  if (length < 0) fail("ill-formed frozen file");
  if (static_cast<size_t>(length) > text_.size() - at_) fail("premature end of frozen file");
  std::string_view text = text_.substr(at_, static_cast<size_t>(length));
  at_ += text.size();
  return text;
}

Reader::Pair Reader::pair() {
  int first = number();
  expect(',');
  int second = number();
  expect('\n');
  Pair strings;
  strings.first = string(first);
  strings.second = string(second);
  expect('\n');
  return strings;
}

// Passes comments and empty lines; false at the end of the file.
bool Reader::skip_to_directive() {
  while (at_ < text_.size()) {
    if (text_[at_] == '#') {
      while (at_ < text_.size() && text_[at_] != '\n') next();
      expect('\n');
    } else if (text_[at_] == '\n') {
      next();
    } else {
      return true;
    }
  }
  return false;
}

void Reader::read_version() {
  if (!skip_to_directive()) fail("premature end of frozen file");
  expect('V');
  int version = number();
  if (version > 1) {
    fail("frozen file version " + std::to_string(version) + " greater than max supported of 1",
         kFrozenVersionMismatch);
  }
  if (version < 1) fail("ill-formed frozen file, version directive expected");
  expect('\n');
}

void Reader::read_diversion() {
  int diversion = number();
  expect(',');
  int length = number();
  expect('\n');
  std::string_view text = string(length);
  expect('\n');
  m4_.diversions().divert(diversion);
  if (diversion >= 0) m4_.diversions().write(text);
}

void Reader::directive(char letter) {
  switch (letter) {
    case 'C': {
      Pair delimiters = pair();
      return m4_.quoting().set_comment(delimiters.first, delimiters.second);
    }
    case 'Q': {
      Pair delimiters = pair();
      return m4_.quoting().set_quotes(delimiters.first, delimiters.second);
    }
    case 'D':
      return read_diversion();
    case 'F': {
      Pair names = pair();
      const Builtin* builtin = find_builtin(names.second);
      return m4_.define_builtin(names.first, builtin ? *builtin : kMissing, Engine::DefineMode::push);
    }
    case 'T': {
      Pair texts = pair();
      return m4_.symbols().push(texts.first, Definition::of_lasting_text(texts.second));
    }
    default:
      fail("ill-formed frozen file");
  }
}

void Reader::read() {
  read_version();
  while (skip_to_directive()) directive(next());
}

// The file's bytes. Not mapped: a program that a macro runs may write to the file.
ByteBuffer read_whole(Engine& m4, int fd) {
  struct stat status {};
  ByteBuffer text;
  // One byte more than there should be, so that the end shows without more room.
  size_t room = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? static_cast<size_t>(status.st_size) + 1 : 0;
  for (;;) {
    if (room == 0) room = kReadChunk;
    const size_t before = text.size();
    ssize_t got = ::read(fd, text.extend(room), room);
    text.truncate(before + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) m4.diagnostics().fatal({}, std::string("cannot read frozen file: ") + std::strerror(errno));
    if (got == 0) return text;
    room -= static_cast<size_t>(got);
  }
}

}  // namespace

std::string freeze(Engine& m4) {
  std::string out = "# This is a frozen state file generated by m4cf, in the format of GNU M4 1.4\nV1\n";
  if (m4.quoting().open() != "`" || m4.quoting().close() != "'") {
    write_pair(out, 'Q', m4.quoting().open(), m4.quoting().close());
  }
  if (m4.quoting().comment_begin() != "#" || m4.quoting().comment_end() != "\n") {
    write_pair(out, 'C', m4.quoting().comment_begin(), m4.quoting().comment_end());
  }
  m4.symbols().for_each([&out](Symbol& symbol) { write_symbol(out, symbol); });
  // Each directive D makes its diversion the current one.
  int selected = 0;
  m4.diversions().for_each([&](int number, const std::string& text) {
    selected = number;
    out += "D" + std::to_string(number) + "," + std::to_string(text.size()) + "\n" + text + "\n";
  });
  const int current = m4.diversions().current();
  if (current != selected) out += "D" + std::to_string(current) + ",0\n\n";
  out += "# End of frozen state file\n";
  return out;
}

void reload_text(Engine& m4, std::string_view text, const std::string& name) { Reader(m4, text, name).read(); }

void reload(Engine& m4, const std::string& name) {
  std::optional<SearchPath::Found> found = m4.search_path().open(name);
  if (!found) m4.diagnostics().fatal({}, "cannot open " + name + ": " + std::strerror(errno));
  reload_text(m4, m4.keep(read_whole(m4, found->fd.get())), found->path);
}

}  // namespace sm::m4cf
