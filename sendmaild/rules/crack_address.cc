// See the header. The last angle bracket counts: what stands before it is a phrase. Without brackets a colon may end a
// group name, and comments stay behind the address.
#include "sendmaild/rules/crack_address.h"

#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::rules {
namespace {

const std::string kAddressItself{sm::address::meta::kMacro, 'g'};

// Walks over text and knows whether the current character is protected by quotes, a comment or square brackets.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}
  bool next() {
    if (++position_ >= text_.size()) return false;
    char c = text_[position_];
    plain_ = false;
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (comments_ > 0) {
      comments_ += c == '(' ? 1 : c == ')' ? -1 : 0;
    } else if (quoted_) {
      quoted_ = c != '"';
    } else if (c == '"') {
      quoted_ = true;
    } else if (c == '(') {
      comments_ = 1;
    } else {
      plain_ = true;
    }
    return true;
  }
  size_t position() const { return position_; }
  char character() const { return text_[position_]; }
  bool plain() const { return plain_; }
  bool in_comment() const { return comments_ > 0; }
  int open_comments() const { return comments_; }

 private:
  std::string_view text_;
  size_t position_ = static_cast<size_t>(-1);
  int comments_ = 0;
  bool quoted_ = false;
  bool escaped_ = false;
  bool plain_ = false;
};

// The position of the last plain '<', or npos.
size_t last_bracket(std::string_view text) {
  size_t found = std::string_view::npos;
  for (Walk walk(text); walk.next();)
    if (walk.plain() && walk.character() == '<') found = walk.position();
  return found;
}

// The first colon that ends a group name, or npos: not in brackets of either kind, not doubled.
size_t group_colon(std::string_view text) {
  int brackets = 0;
  for (Walk walk(text); walk.next();) {
    if (!walk.plain()) continue;
    char c = walk.character();
    size_t i = walk.position();
    if (c == '<') return std::string_view::npos;
    if (c == '[') ++brackets;
    if (c == ']') --brackets;
    if (c != ':' || brackets > 0) continue;
    bool doubled = (i + 1 < text.size() && text[i + 1] == ':') || (i > 0 && text[i - 1] == ':');
    if (!doubled) return i;
  }
  return std::string_view::npos;
}

// A phrase with quotes around it where it has characters that need them. Trailing blanks and comments stay outside.
std::string phrase(std::string_view text, std::string_view must_quote) {
  size_t end = 0;
  bool needs_quotes = false;
  for (Walk walk(text); walk.next();) {
    char c = walk.character();
    if (!walk.plain()) {
      if (!walk.in_comment() && c != ')') end = walk.position() + 1;
      continue;
    }
    if (!ascii::is_space(c)) end = walk.position() + 1;
    needs_quotes = needs_quotes || c == '<' || c == '>' || must_quote.find(c) != std::string_view::npos;
  }
  if (!needs_quotes) return std::string(text);
  std::string out = "\"";
  for (char c : text.substr(0, end)) {
    if (c == '"') out += '\\';
    out += c;
  }
  out += '"';
  out += text.substr(end);
  return out;
}

// An address without brackets around it: comments and semicolons stay, the rest becomes $g.
std::string bare(std::string_view text) {
  std::string out;
  bool placed = false;
  std::string_view blanks;
  Walk walk(text);
  size_t comment = 0;
  bool was_comment = false;
  while (walk.next()) {
    size_t i = walk.position();
    char c = walk.character();
    if (walk.in_comment()) {
      if (!was_comment) comment = i;
      was_comment = true;
      continue;
    }
    if (was_comment) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      out += text.substr(comment, i + 1 - comment);
      was_comment = false;
      continue;
    }
    if (ascii::is_space(c)) {
      if (!walk.plain()) continue;
      if (out.empty() || !placed) out += out.empty() || out.back() != ' ' ? " " : "";
      continue;
    }
    if (c == '"') continue;
    if (c == '>' || c == '<') continue;
    if (c == ';') out += c;
    if (placed) continue;
    if (!out.empty() && out.back() == ')') out += ' ';
    out += kAddressItself;
    placed = true;
  }
  if (was_comment) {
    if (!out.empty() && out.back() != ' ') out += ' ';
    out += text.substr(comment);
    out.append(static_cast<size_t>(walk.open_comments()), ')');
  }
  return out;
}

// The end of the bracketed address that starts behind `open`, at its '>' or at the end.
size_t closing(std::string_view text, size_t open) {
  for (Walk walk(text.substr(open + 1)); walk.next();)
    if (walk.plain() && walk.character() == '>') return open + 1 + walk.position();
  return text.size();
}

}  // namespace

std::string crack_address(std::string_view address, std::string_view must_quote) {
  while (!address.empty() && ascii::is_space(address.front())) address.remove_prefix(1);
  std::string out;
  if (size_t colon = group_colon(address); colon != std::string_view::npos) {
    out = phrase(address.substr(0, colon), must_quote) + ':';
    address.remove_prefix(colon + 1);
    while (!address.empty() && ascii::is_space(address.front())) {
      if (out.back() != ' ') out += ' ';
      address.remove_prefix(1);
    }
  }
  size_t open = last_bracket(address);
  if (open == std::string_view::npos) {
    std::string rest = bare(address);
    while (!rest.empty() && rest.back() == ' ' && rest.size() > 1) rest.pop_back();
    return out + rest;
  }
  size_t close = closing(address, open);
  out += phrase(address.substr(0, open), must_quote);
  out += '<';
  out += bare(address.substr(open + 1, close - open - 1));
  out += '>';
  if (close < address.size())
    for (char c : address.substr(close + 1))
      if (c != '>') out += c;
  return out;
}

}  // namespace sm::rules
