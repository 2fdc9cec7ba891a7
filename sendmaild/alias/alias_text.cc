// Joining lines and finding the colon.
#include "sendmaild/alias/alias_text.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::alias {
namespace {

// Where the name ends: a colon outside quotes, comments and brackets.
struct ColonSearch {
  size_t at = std::string_view::npos;
  char missing = '\0';  // what would have closed the last thing that was open at the end
};

ColonSearch find_colon(std::string_view line) {
  ColonSearch out;
  bool quoted = false;
  int comments = 0;
  int brackets = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"' && comments == 0) {
      quoted = !quoted;
    } else if (!quoted) {
      if (c == '(') ++comments;
      if (c == ')' && comments > 0) --comments;
      if (c == '<' && comments == 0) ++brackets;
      if (c == '>' && comments == 0 && brackets > 0) --brackets;
      if (c == ':' && comments == 0 && brackets == 0) {
        out.at = i;
        return out;
      }
    }
  }
  if (quoted)
    out.missing = '"';
  else if (comments > 0)
    out.missing = '(';
  else if (brackets > 0)
    out.missing = '<';
  return out;
}

}  // namespace

std::string_view AliasText::physical_line() {
  size_t end = text_.find('\n', position_);
  std::string_view line = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
  position_ = end == std::string_view::npos ? text_.size() : end + 1;
  ++line_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<AliasLine> AliasText::next() {
  while (position_ < text_.size()) {
    AliasLine out;
    out.whole = physical_line();
    while (position_ < text_.size() && (out.whole.ends_with('\\') || ascii::is_blank(text_[position_]))) {
      if (out.whole.ends_with('\\')) out.whole.pop_back();
      out.whole += physical_line();
    }
    out.line = line_;
    if (out.whole.empty() || out.whole[0] == '#') continue;
    if (ascii::is_blank(out.whole[0])) {
      out.kind = AliasLine::Kind::leading_space;
      if (told_leading_space_) continue;
      told_leading_space_ = true;
      return out;
    }
    ColonSearch colon = find_colon(out.whole);
    if (colon.at == std::string_view::npos) {
      out.kind = colon.missing == '\0' ? AliasLine::Kind::missing_colon : AliasLine::Kind::unbalanced;
      out.value = colon.missing == '\0' ? std::string() : std::string(1, colon.missing);
      return out;
    }
    out.name = trim(std::string_view(out.whole).substr(0, colon.at));
    out.value = trim_left(std::string_view(out.whole).substr(colon.at + 1));
    if (out.name.empty())
      out.kind = AliasLine::Kind::empty_name;
    else if (trim(out.value).empty())
      out.kind = AliasLine::Kind::missing_value;
    return out;
  }
  return std::nullopt;
}

}  // namespace sm::alias
