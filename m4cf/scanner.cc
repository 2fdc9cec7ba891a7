// The scanning half of the expander: bytes to words, quoted strings, comments and punctuation. Text that means nothing
// special is passed on in stretches as long as the window allows; only a word that may be a macro, a delimiter or the
// end of the window interrupts a stretch.
// Invariant: before anything that can change the window, the stretch [start, at) is emitted and the cursor set.
#include <algorithm>
#include <array>
#include <cstring>

#include "m4cf/byte_search.h"
#include "m4cf/engine.h"
#include "m4cf/expander.h"

namespace sm::m4cf {
namespace {

constexpr std::array<bool, 256> make_word_bytes() {
  std::array<bool, 256> table{};
  for (int c = 0; c < 128; c++) table[static_cast<size_t>(c)] = is_word_byte(static_cast<char>(c));
  return table;
}
constexpr std::array<bool, 256> kWordBytes = make_word_bytes();

bool continues_word(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }

ByteClass punctuation_class(char c) {
  if (c == '(') return ByteClass::open;
  if (c == ')') return ByteClass::close;
  return c == ',' ? ByteClass::comma : ByteClass::plain;
}

}  // namespace

Location Expander::location_of(const char* at) {
  const char* cursor = input_->cursor();
  input_->set_cursor(at);
  Location where = input_->location();
  input_->set_cursor(cursor);
  return where;
}

void Expander::write_synced(std::string_view text, Location where, bool each_line, bool counts) {
  Diversions& out = engine_->diversions();
  if (out.discards()) return;
  int& line = out.output_line();
  bool& at_start = out.at_line_start();
  // Empty text, too, counts as the beginning of a line.
  bool first = true;
  do {
    if (at_start) {
      at_start = false;
      line++;
      if ((first || each_line) && line != where.line) {
        std::string mark = "#line " + std::to_string(where.line);
        if (line < 1 && where.file && !where.file->empty()) mark += " \"" + *where.file + "\"";
        out.write(mark + "\n");
        line = where.line;
      }
    }
    size_t newline = text.find('\n');
    size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
    out.write(text.substr(0, length));
    text.remove_prefix(length);
    if (newline != std::string_view::npos) {
      at_start = true;
      if (counts) where.line++;
    }
    first = false;
  } while (!text.empty());
}

void Expander::write_token(std::string_view text, const Location& where) {
  if (sync_lines_) {
    write_synced(text, where, false, false);
  } else {
    engine_->diversions().write(text);
  }
}

template <Expander::Mode mode>
void Expander::emit(const char* start, const char* end) {
  if (start == end) return;
  if constexpr (mode == Mode::argument) {
    text_.append(start, static_cast<size_t>(end - start));
  } else {
    std::string_view text(start, static_cast<size_t>(end - start));
    if (sync_lines_) {
      write_synced(text, location_of(start), true, input_->top_is_file());
    } else {
      engine_->diversions().write(text);
    }
  }
}

// The end of a quoted string or comment whose beginning may wait in text_: output gets it whole or, when the input
// ends inside, not at all.
template <Expander::Mode mode>
void Expander::emit_last(const char* start, const char* end, const Location& where, size_t token_start) {
  std::string_view text(start, static_cast<size_t>(end - start));
  if constexpr (mode == Mode::output) {
    if (text_.empty() && !input_->has_nul()) return write_token(text, where);
  }
  text_.append(text);
  if (input_->has_nul()) {
    std::string_view token = text_.view(token_start, text_.size() - token_start);
    text_.truncate(token_start + std::min(token.find('\0'), token.size()));
  }
  if constexpr (mode == Mode::output) {
    write_token(text_.view(0, text_.size()), where);
    text_.truncate(0);
  }
}

template <Expander::Mode mode, bool inside>
bool Expander::matches(const std::string& delimiter, const char*& start, const char*& at) {
  if (delimiter.size() == 1) return *at == delimiter[0];
  if (static_cast<size_t>(input_->limit() - at) >= delimiter.size()) {
    return std::memcmp(at, delimiter.data(), delimiter.size()) == 0;
  }
  if constexpr (inside) {
    text_.append(start, static_cast<size_t>(at - start));
  } else {
    emit<mode>(start, at);
  }
  input_->set_cursor(at);
  bool equal = input_->peek_ahead(delimiter.size(), lookahead_) == delimiter;
  start = at = input_->cursor();
  return equal;
}

template <Expander::Mode mode>
ByteClass Expander::class_at(const char*& start, const char*& at) {
  const Quoting& quoting = engine_->quoting();
  char c = *at;
  ByteClass kind = quoting.classify(c);
  if (quoting.is_simple()) return kind;
  if (kind == ByteClass::comment && !matches<mode, false>(quoting.comment_begin(), start, at)) {
    if (is_word_byte(c) && !ascii::is_digit(c)) return ByteClass::word;
    kind = !quoting.open().empty() && quoting.open()[0] == c ? ByteClass::quote : punctuation_class(c);
  }
  if (kind == ByteClass::quote && !matches<mode, false>(quoting.open(), start, at)) return punctuation_class(c);
  return kind;
}

// Goes on inside a string or comment at the end of the window.
template <Expander::Mode mode>
void Expander::continue_delimited(const char* what, const Location& where) {
  for (;;) {
    switch (input_->refill()) {
      case InputStack::State::bytes:
        return;
      case InputStack::State::token:
        input_->take_token();
        break;
      case InputStack::State::end:
        end_of_file(what, where);
    }
  }
}

template <Expander::Mode mode>
void Expander::scan_quoted() {
  const Quoting& quoting = engine_->quoting();
  const std::string& open = quoting.open();
  const std::string& close = quoting.close();
  const bool simple = open.size() == 1 && close.size() == 1;
  const bool nests_simply = simple && open != close;
  const char first_open = open[0];
  const char first_close = close[0];
  const char* opened = input_->cursor();
  const size_t token_start = text_.size();
  Location where;
  bool located = !simple || sync_lines_;
  if (located) where = input_->location();
  input_->skip(open.size());
  const char* start = input_->cursor();
  const char* at = start;
  for (size_t depth = 1;;) {
    const char* limit = input_->limit();
    if (nests_simply) {
      at = find_closing(at, limit, first_open, first_close, depth);
      if (at != limit) break;
    }
    while (at != limit && *at != first_close && *at != first_open) at++;
    if (at == limit) {
      text_.append(start, static_cast<size_t>(at - start));
      if (!located) where = location_of(opened);
      located = true;
      input_->set_cursor(at);
      continue_delimited<mode>("string", where);
      start = at = input_->cursor();
      continue;
    }
    if (matches<mode, true>(close, start, at)) {
      if (--depth == 0) break;
      at = simple ? at + 1 : at;
    } else if (matches<mode, true>(open, start, at)) {
      depth++;
      at = simple ? at + 1 : at;
    } else {
      at++;
      continue;
    }
    if (!simple) {
      // The delimiter belongs to the text; it may reach into the next window.
      const std::string& inner = *at == first_close && matches<mode, true>(close, start, at) ? close : open;
      text_.append(start, static_cast<size_t>(at - start));
      text_.append(inner);
      input_->set_cursor(at);
      input_->skip(inner.size());
      start = at = input_->cursor();
    }
  }
  emit_last<mode>(start, at, where, token_start);
  input_->set_cursor(at);
  input_->skip(close.size());
}

template <Expander::Mode mode>
void Expander::scan_comment() {
  const Quoting& quoting = engine_->quoting();
  const std::string& end = quoting.comment_end();
  const Location where = input_->location();
  const std::string& begin = quoting.comment_begin();
  const size_t token_start = text_.size();
  const char* start = input_->cursor();
  const char* at = start + begin.size();
  if (static_cast<size_t>(input_->limit() - start) < begin.size()) {
    text_.append(begin);
    input_->skip(begin.size());
    start = at = input_->cursor();
  }
  for (;;) {
    const char* limit = input_->limit();
    const void* found = at == limit ? nullptr : std::memchr(at, end[0], static_cast<size_t>(limit - at));
    if (!found) {
      text_.append(start, static_cast<size_t>(limit - start));
      input_->set_cursor(limit);
      continue_delimited<mode>("comment", where);
      start = at = input_->cursor();
      continue;
    }
    at = static_cast<const char*>(found);
    if (matches<mode, true>(end, start, at)) break;
    at++;
  }
  input_->set_cursor(at);
  if (static_cast<size_t>(input_->limit() - at) >= end.size()) {
    emit_last<mode>(start, at + end.size(), where, token_start);
  } else {
    text_.append(start, static_cast<size_t>(at - start));
    emit_last<mode>(end.data(), end.data() + end.size(), where, token_start);
  }
  input_->skip(end.size());
}

template <Expander::Mode mode>
Expander::Next Expander::next_window(const char*& start, const char*& at) {
  emit<mode>(start, at);
  input_->set_cursor(at);
  switch (input_->refill()) {
    case InputStack::State::bytes:
      break;
    case InputStack::State::token: {
      RefPtr<Definition> token = input_->take_token();
      if constexpr (mode == Mode::argument) {
        Frame& frame = frames_.back();
        if (text_.size() == frame.argument_start) frame.token = token->builtin;
      }
      break;
    }
    case InputStack::State::end:
      if constexpr (mode == Mode::argument) end_of_file("argument list", frames_.back().argument_location);
      return Next::finished;
  }
  start = at = input_->cursor();
  return Next::go_on;
}

// A word whose end is the end of the window: what follows may belong to it.
template <Expander::Mode mode>
Expander::Next Expander::scan_split_word(const char*& start, const char*& at) {
  emit<mode>(start, at);
  input_->set_cursor(at);
  const Location where = input_->location();
  word_.assign(at, input_->limit());
  input_->set_cursor(input_->limit());
  // A file ends only when something behind it is read.
  for (int next = input_->peek(); next >= 0 && continues_word(static_cast<char>(next)); next = input_->peek()) {
    input_->refill();
    const char* from = input_->cursor();
    const char* to = from;
    while (to != input_->limit() && continues_word(*to)) to++;
    word_.append(from, to);
    input_->set_cursor(to);
  }
  if (engine_->symbols().may_contain(word_[0], word_.size())) {
    Symbol* symbol = engine_->symbols().find(word_);
    if (symbol && begin_call(*symbol, where)) return Next::restart;
  }
  if constexpr (mode == Mode::argument) {
    text_.append(word_);
  } else {
    write_token(word_, where);
  }
  start = at = input_->cursor();
  return Next::go_on;
}

template <Expander::Mode mode>
Expander::Next Expander::scan_word(const char*& start, const char*& at) {
  const char* end = at + 1;
  const char* limit = input_->limit();
  while (end != limit && continues_word(*end)) end++;
  if (end == limit) return scan_split_word<mode>(start, at);
  size_t length = static_cast<size_t>(end - at);
  if (engine_->symbols().may_contain(*at, length)) {
    if (Symbol* symbol = engine_->symbols().find({at, length})) {
      emit<mode>(start, at);
      start = at;
      input_->set_cursor(at);
      const Location where = input_->location();
      input_->set_cursor(end);
      if (begin_call(*symbol, where)) return Next::restart;
    }
  }
  at = end;
  return Next::go_on;
}

template <Expander::Mode mode>
Expander::Next Expander::scan_punctuation(const char*& start, const char*& at) {
  if constexpr (mode == Mode::argument) {
    Frame& frame = frames_.back();
    char c = *at;
    if (c == '(') {
      frame.parentheses++;
    } else if (c == ')' && frame.parentheses > 0) {
      frame.parentheses--;
    } else if (frame.parentheses == 0) {
      emit<mode>(start, at);
      input_->set_cursor(at + 1);
      if (c == ')') {
        finish_call();
      } else {
        end_argument();
        frame.argument_location = input_->location();
      }
      return Next::restart;
    }
  } else {
    static_cast<void>(start);
  }
  at++;
  return Next::go_on;
}

template <Expander::Mode mode>
Expander::Next Expander::scan_event(const char*& start, const char*& at) {
  switch (class_at<mode>(start, at)) {
    case ByteClass::word:
      return scan_word<mode>(start, at);
    case ByteClass::quote:
      emit<mode>(start, at);
      input_->set_cursor(at);
      scan_quoted<mode>();
      start = at = input_->cursor();
      return Next::go_on;
    case ByteClass::comment:
      emit<mode>(start, at);
      input_->set_cursor(at);
      scan_comment<mode>();
      start = at = input_->cursor();
      return Next::go_on;
    case ByteClass::nul:
      emit<mode>(start, at);
      if constexpr (mode == Mode::output) {
        if (sync_lines_) write_token({}, location_of(at));
      }
      start = ++at;
      return Next::go_on;
    case ByteClass::open:
    case ByteClass::close:
    case ByteClass::comma:
      return scan_punctuation<mode>(start, at);
    case ByteClass::plain:
      at++;
      return Next::go_on;
  }
  return Next::go_on;
}

// Reads until a call begins or ends; false at the end of the input.
template <Expander::Mode mode>
bool Expander::scan() {
  if constexpr (mode == Mode::argument) {
    if (frames_.back().fresh) skip_argument_space();
  }
  const std::array<ByteClass, 256>& classes = engine_->quoting().classes();
  const char* start = input_->cursor();
  const char* at = start;
  for (;;) {
    const char* limit = input_->limit();
    if constexpr (mode == Mode::argument) {
      while (at != limit && classes[static_cast<unsigned char>(*at)] == ByteClass::plain) at++;
    } else {
      while (at != limit) {
        ByteClass kind = classes[static_cast<unsigned char>(*at)];
        if (kind != ByteClass::plain && kind < ByteClass::open) break;
        at++;
      }
    }
    Next next = at == limit ? next_window<mode>(start, at) : scan_event<mode>(start, at);
    if (next != Next::go_on) return next != Next::finished;
  }
}

void Expander::skip_argument_space() {
  frames_.back().fresh = false;
  const Quoting& quoting = engine_->quoting();
  while (input_->refill() == InputStack::State::bytes) {
    char c = *input_->cursor();
    if (!ascii::is_space(c)) return;
    // Blank as it is, it may begin a quote or comment.
    if (quoting.classify(c) != ByteClass::plain) {
      for (const std::string* delimiter : {&quoting.comment_begin(), &quoting.open()}) {
        if (!delimiter->empty() && input_->peek_ahead(delimiter->size(), lookahead_) == *delimiter) return;
      }
    }
    input_->set_cursor(input_->cursor() + 1);
  }
}

bool Expander::skip_line() {
  for (;;) {
    if (input_->refill() != InputStack::State::bytes) {
      if (input_->empty()) return false;
      input_->take_token();
      continue;
    }
    const char* from = input_->cursor();
    size_t length = static_cast<size_t>(input_->limit() - from);
    const void* newline = std::memchr(from, '\n', length);
    if (newline) {
      input_->set_cursor(static_cast<const char*>(newline) + 1);
      return true;
    }
    input_->set_cursor(input_->limit());
  }
}

void Expander::run() {
  for (;;) {
    bool more = frames_.empty() ? scan<Mode::output>() : scan<Mode::argument>();
    if (!more) return;
  }
}

}  // namespace sm::m4cf
