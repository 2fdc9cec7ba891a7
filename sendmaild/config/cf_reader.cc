// Folding, comments and encoding.
#include "sendmaild/config/cf_reader.h"

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"

namespace sm::config {

std::string_view CfReader::physical_line() {
  size_t end = text_.find('\n', position_);
  std::string_view line = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
  position_ = end == std::string_view::npos ? text_.size() : end + 1;
  ++line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line.substr(0, line.find('\0'));
}

std::string without_comments(std::string_view folded) {
  std::string out;
  out.reserve(folded.size());
  for (size_t i = 0; i < folded.size(); ++i) {
    char c = folded[i];
    if (c != '#' || i == 0) {
      out += c;
      continue;
    }
    char before = folded[i - 1];
    if (before == '\\') {
      out.back() = c;
    } else if (before == '$') {
      out += c;
    } else {
      while (!out.empty() && ascii::is_blank(out.back())) out.pop_back();
      // The comment ends with its physical line; a continuation goes on behind it.
      while (i + 1 < folded.size() && folded[i + 1] != '\n') ++i;
    }
  }
  while (!out.empty() && ascii::is_blank(out.back())) out.pop_back();
  return out;
}

std::optional<LogicalLine> CfReader::next() {
  while (position_ < text_.size()) {
    std::string folded(physical_line());
    while (position_ < text_.size() && ascii::is_blank(text_[position_])) {
      folded += '\n';
      folded += physical_line();
    }
    if (folded.empty() || folded[0] == '#') continue;
    if (inline_comments_) folded = without_comments(folded);
    while (!folded.empty() && ascii::is_blank(folded.back())) folded.pop_back();
    if (folded.empty()) continue;
    address::EncodedText encoded = address::encode_dollars(folded);
    return LogicalLine{std::move(encoded.text), line_, std::move(encoded.errors)};
  }
  return std::nullopt;
}

}  // namespace sm::config
