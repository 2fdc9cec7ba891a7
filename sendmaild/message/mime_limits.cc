// A limit holds for what follows the blank behind the colon or semicolon: one character more is allowed.
#include "sendmaild/message/mime_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/ascii.h"

namespace sm::message {

namespace {

enum class Kind { other, text, structured, with_parameters };

Kind kind_of(std::string_view name) {
  const std::array<std::pair<std::string_view, Kind>, 6> kKinds = {{
      {"Content-Description", Kind::text},
      {"Content-Id", Kind::structured},
      {"Content-Transfer-Encoding", Kind::structured},
      {"MIME-Version", Kind::structured},
      {"Content-Type", Kind::with_parameters},
      {"Content-Disposition", Kind::with_parameters},
  }};
  for (const auto& [known, kind] : kKinds)
    if (ascii::equal_ignoring_case(name, known)) return kind;
  return Kind::other;
}

// What is open at a point of structured text.
class Open {
 public:
  // `text` is one character, or a backslash and what it protects.
  void take(std::string_view text) {
    if (text.size() > 1) return;
    if (text[0] == '"' && comments_ == 0) quoted_ = !quoted_;
    if (quoted_) return;
    if (text[0] == '(') ++comments_;
    if (text[0] == ')' && comments_ > 0) --comments_;
  }
  bool anything() const { return quoted_ || comments_ > 0; }
  size_t closers() const { return quoted_ ? 1 : comments_; }
  std::string closing() const { return quoted_ ? "\"" : std::string(comments_, ')'); }

 private:
  bool quoted_ = false;
  size_t comments_ = 0;
};

// The longest beginning that fits into `room` together with what closes its quotes and comments.
std::string balanced(std::string_view text, size_t room) {
  Open open;
  size_t taken = 0;
  while (taken < text.size()) {
    size_t length = text[taken] == '\\' && taken + 1 < text.size() ? 2 : 1;
    Open after = open;
    after.take(text.substr(taken, length));
    if (taken + length + after.closers() > room) break;
    open = after;
    taken += length;
  }
  return std::string(text.substr(0, taken)) + open.closing();
}

// The parts between semicolons outside of quotes and comments.
std::vector<std::string_view> parameters(std::string_view value) {
  std::vector<std::string_view> out;
  Open open;
  size_t start = 0;
  for (size_t at = 0; at < value.size();) {
    size_t length = value[at] == '\\' && at + 1 < value.size() ? 2 : 1;
    open.take(value.substr(at, length));
    if (value[at] == ';' && !open.anything()) {
      out.push_back(value.substr(start, at - start));
      start = at + 1;
    }
    at += length;
  }
  out.push_back(value.substr(start));
  return out;
}

size_t room_of(int limit) { return static_cast<size_t>(limit) + 1; }

void limit_parameters(LimitedValue& limited, std::string_view name, int limit) {
  std::string out;
  const std::string value = std::move(limited.value);
  for (std::string_view parameter : parameters(value)) {
    size_t room = std::min(room_of(limit), parameter.size());
    std::string kept = balanced(parameter, room);
    if (parameter.size() > room) {
      limited.complaints.push_back(
          fmt::format("Truncated MIME {} header due to field size (length = {}) (possible attack)", name, parameter.size()));
    } else if (kept != parameter) {
      limited.complaints.push_back(fmt::format("Fixed MIME {} header field (possible attack)", name));
    }
    if (parameter.data() != value.data()) out += ';';
    out += kept;
  }
  limited.value = std::move(out);
}

void limit_whole(LimitedValue& limited, std::string_view name, int limit, Kind kind) {
  size_t length = limited.value.size();
  size_t room = std::min(room_of(limit), length);
  if (kind == Kind::text) {
    if (length > room) limited.value.resize(room - 1);
  } else {
    std::string kept = balanced(limited.value, room);
    if (length == room && kept != limited.value)
      limited.complaints.push_back(fmt::format("Fixed MIME {} header (possible attack)", name));
    limited.value = std::move(kept);
  }
  if (length > room)
    limited.complaints.push_back(fmt::format("Truncated long MIME {} header (length = {}) (possible attack)", name, length));
}

}  // namespace

LimitedValue limit_mime_field(std::string_view name, std::string_view value, const config::Options& options) {
  LimitedValue limited{std::string(value), {}};
  Kind kind = kind_of(name);
  if (kind == Kind::other) return limited;
  if (kind == Kind::with_parameters && options.max_mime_parameter_length > 0)
    limit_parameters(limited, name, options.max_mime_parameter_length);
  if (options.max_mime_header_length > 0) limit_whole(limited, name, options.max_mime_header_length, kind);
  return limited;
}

}  // namespace sm::message
