// A small reader of MIME tokens: RFC 2045 tokens, quoted strings and comments.
#include "sendmaild/message/mime_structure.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::message {

namespace {

constexpr size_t kMostParameters = 20;

class TokenReader {
 public:
  explicit TokenReader(std::string_view text) : text_(text) {}

  // The next token or quoted string's contents; empty at a separator or the end.
  std::string word() {
    skip();
    std::string out;
    if (peek() == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        out += text_[at_];
      }
      if (at_ < text_.size()) ++at_;
      return out;
    }
    constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?=";
    while (at_ < text_.size() && !ascii::is_space(text_[at_]) && kSpecials.find(text_[at_]) == std::string_view::npos)
      out += text_[at_++];
    return out;
  }
  bool take(char c) {
    skip();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool at_end() {
    skip();
    return at_ >= text_.size();
  }
  void skip_to(char c) {
    while (at_ < text_.size() && text_[at_] != c) ++at_;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '(') ++depth;
      if (depth == 0 && !ascii::is_space(c)) return;
      if (c == ')') --depth;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const std::string* ContentType::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters)
    if (key == name) return &value;
  return nullptr;
}

std::optional<ContentType> parse_content_type(std::string_view value) {
  TokenReader reader(value);
  ContentType out;
  out.type = ascii::lower(reader.word());
  if (out.type.empty() || !reader.take('/')) return std::nullopt;
  out.subtype = ascii::lower(reader.word());
  while (reader.take(';') && out.parameters.size() < kMostParameters) {
    std::string name = ascii::lower(reader.word());
    if (name.empty() || !reader.take('=')) {
      reader.skip_to(';');
      continue;
    }
    out.parameters.emplace_back(std::move(name), reader.word());
  }
  return out;
}

std::string parse_transfer_encoding(std::string_view value) { return ascii::lower(TokenReader(value).word()); }

}  // namespace sm::message
