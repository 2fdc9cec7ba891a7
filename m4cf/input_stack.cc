// See the header. Lines are counted lazily: newlines between the last counted byte and a place of interest are counted
// when the place is asked for, so that plain text is read without looking at its line ends.
#include "m4cf/input_stack.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "m4cf/limits.h"

namespace sm::m4cf {

InputStack::InputStack() = default;
InputStack::~InputStack() = default;

const std::string& InputStack::intern_name(const std::string& name) {
  for (const std::string& known : names_) {
    if (known == name) return known;
  }
  return names_.emplace_back(name);
}

InputStack::Source& InputStack::push(Kind kind, const Location& location) {
  drop_finished();
  if (!sources_.empty()) {
    sources_.back().cursor = cursor_;
    sources_.back().limit = limit_;
  }
  if (sources_.size() >= kMaxPendingSources) throw std::bad_alloc();
  Source& source = sources_.emplace_back();
  source.kind = kind;
  source.location = location;
  source.mark = arena_.mark();
  activate(nullptr, nullptr);
  return source;
}

void InputStack::activate(const char* cursor, const char* limit) {
  cursor_ = cursor;
  limit_ = limit;
}

void InputStack::drop_finished() {
  if (keep_finished_ && sources_.size() < kKeptSources) return;
  while (cursor_ == limit_ && !sources_.empty() && sources_.back().kind == Kind::text) pop();
}

void InputStack::pop() {
  Source& top = sources_.back();
  arena_.release(top.mark);
  sources_.pop_back();
  if (sources_.empty()) {
    activate(nullptr, nullptr);
  } else {
    activate(sources_.back().cursor, sources_.back().limit);
  }
}

void InputStack::push_file(UniqueFd fd, const std::string& name) {
  Source& source = push(Kind::file, {&intern_name(name), 1});
  source.file = std::make_unique<File>();
  source.file->fd = std::move(fd);
  source.file->chunk = std::make_unique_for_overwrite<char[]>(kReadChunk);
  source.counted = source.file->chunk.get();
  activate(source.counted, source.counted);
}

void InputStack::push_memory(std::string_view bytes, const std::string& name) {
  Source& source = push(Kind::file, {&intern_name(name), 1});
  source.file = std::make_unique<File>();
  source.file->at_end = true;
  source.counted = bytes.data();
  look_for_nul(bytes);
  activate(bytes.data(), bytes.data() + bytes.size());
}

void InputStack::push_body(RefPtr<Definition> body, const Location& location) {
  if (body->text.empty()) return;
  Source& source = push(Kind::text, location);
  source.held = std::move(body);
  const std::string_view text = source.held->text;
  activate(text.data(), text.data() + text.size());
}

char* InputStack::push_room(size_t length, const Location& location) {
  push(Kind::text, location);
  char* room = arena_.allocate(length);
  activate(room, room + length);
  return room;
}

void InputStack::push_text(std::string_view text, const Location& location) {
  if (!text.empty()) std::memcpy(push_room(text.size(), location), text.data(), text.size());
}

void InputStack::push_token(RefPtr<Definition> builtin, const Location& location) {
  push(Kind::token, location).held = std::move(builtin);
}

void InputStack::wrap(std::string_view text, const Location& location) {
  wrapped_.push_back({std::string(text), {}, location});
}

void InputStack::wrap_token(RefPtr<Definition> builtin, const Location& location) {
  wrapped_.push_back({{}, std::move(builtin), location});
}

bool InputStack::start_wrapped() {
  if (wrapped_.empty()) return false;
  std::vector<Wrapped> all = std::exchange(wrapped_, {});
  // Pushed in the order they were wrapped, so that the latest is read first.
  for (Wrapped& item : all) {
    if (item.token) {
      push_token(std::move(item.token), item.location);
    } else {
      push_text(item.text, item.location);
    }
  }
  return true;
}

void InputStack::count_lines(Source& source, const char* upto) {
  const char* at = source.counted;
  while (at < upto) {
    const void* newline = std::memchr(at, '\n', static_cast<size_t>(upto - at));
    if (!newline) break;
    source.location.line++;
    at = static_cast<const char*>(newline) + 1;
  }
  source.counted = upto;
}

bool InputStack::read_more(Source& source) {
  File& file = *source.file;
  if (file.at_end) return false;
  count_lines(source, source.cursor);
  const size_t keep = static_cast<size_t>(source.limit - source.cursor);
  if (keep == file.capacity) {
    auto larger = std::make_unique_for_overwrite<char[]>(file.capacity * 2);
    std::memcpy(larger.get(), source.cursor, keep);
    file.chunk = std::move(larger);
    file.capacity *= 2;
  } else if (keep > 0) {
    std::memmove(file.chunk.get(), source.cursor, keep);
  }
  char* start = file.chunk.get();
  source.counted = start;
  ssize_t got = 0;
  do {
    got = ::read(file.fd.get(), start + keep, file.capacity - keep);
  } while (got < 0 && errno == EINTR);
  if (got < 0) read_error_ = errno;
  if (got <= 0) {
    file.at_end = true;
    got = 0;
  }
  look_for_nul({start + keep, static_cast<size_t>(got)});
  source.cursor = start;
  source.limit = start + keep + got;
  return got > 0;
}

InputStack::State InputStack::refill() {
  while (!sources_.empty()) {
    if (cursor_ != limit_) return State::bytes;
    Source& top = sources_.back();
    switch (top.kind) {
      case Kind::token:
        return State::token;
      case Kind::text:
        pop();
        break;
      case Kind::file:
        top.cursor = cursor_;
        top.limit = limit_;
        const bool more = read_more(top);
        activate(top.cursor, top.limit);
        if (more) return State::bytes;
        const Location end = location();
        pop();
        if (file_end_) file_end_(end);
        break;
    }
  }
  return State::end;
}

std::string_view InputStack::peek_ahead(size_t wanted, std::string& buffer) {
  if (static_cast<size_t>(limit_ - cursor_) >= wanted) return {cursor_, wanted};
  if (sources_.empty()) return {};
  sources_.back().cursor = cursor_;
  sources_.back().limit = limit_;
  buffer.clear();
  for (size_t i = sources_.size(); i-- > 0 && buffer.size() < wanted;) {
    Source& source = sources_[i];
    if (source.kind == Kind::token) break;
    const size_t missing = wanted - buffer.size();
    auto unread = [&source] { return static_cast<size_t>(source.limit - source.cursor); };
    while (source.kind == Kind::file && unread() < missing && read_more(source)) {
    }
    buffer.append(source.cursor, std::min(unread(), missing));
  }
  activate(sources_.back().cursor, sources_.back().limit);
  return buffer;
}

void InputStack::skip(size_t count) {
  while (count > 0) {
    size_t here = static_cast<size_t>(limit_ - cursor_);
    if (here >= count) {
      cursor_ += count;
      return;
    }
    cursor_ = limit_;
    count -= here;
    if (refill() != State::bytes) return;
  }
}

RefPtr<Definition> InputStack::take_token() {
  RefPtr<Definition> builtin = std::move(sources_.back().held);
  pop();
  return builtin;
}

Location InputStack::location() {
  if (sources_.empty()) return {};
  Source& top = sources_.back();
  if (top.kind == Kind::file) count_lines(top, cursor_);
  return top.location;
}

void InputStack::give_back_stdin() {
  for (size_t i = 0; i < sources_.size(); i++) {
    Source& source = sources_[i];
    if (source.kind != Kind::file || source.file->fd.get() != STDIN_FILENO) continue;
    bool top = i + 1 == sources_.size();
    off_t unread = top ? limit_ - cursor_ : source.limit - source.cursor;
    if (unread == 0 || ::lseek(STDIN_FILENO, -unread, SEEK_CUR) < 0) continue;
    // What follows is read again from the descriptor.
    if (top) {
      count_lines(source, cursor_);
      limit_ = cursor_;
    } else {
      count_lines(source, source.cursor);
      source.limit = source.cursor;
    }
  }
}

}  // namespace sm::m4cf
