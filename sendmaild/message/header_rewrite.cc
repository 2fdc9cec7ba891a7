// A member of a list is scanned once for quotes, comments and angle brackets; what is not the address itself is kept.
#include "sendmaild/message/header_rewrite.h"

#include <algorithm>
#include <optional>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::message {

namespace {

// Walks over text and knows whether a character stands in a quoted string or a comment.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  // Steps over one character (a backslash takes the next one along); false at the end.
  bool step() {
    if (next_ >= text_.size()) return false;
    at_ = next_++;
    was_quoted_ = in_quotes_;
    was_comment_ = comment_depth_ > 0;
    char c = text_[at_];
    if (c == '\\') {
      if (next_ < text_.size()) ++next_;
      return true;
    }
    if (c == '"' && comment_depth_ == 0) {
      in_quotes_ = !in_quotes_;
      was_quoted_ = true;
    } else if (c == '(' && !in_quotes_) {
      ++comment_depth_;
      was_comment_ = true;
    } else if (c == ')' && !in_quotes_ && comment_depth_ > 0) {
      --comment_depth_;
    }
    return true;
  }
  char current() const { return text_[at_]; }
  size_t position() const { return at_; }
  size_t length() const { return next_ - at_; }
  // In plain text: neither quoted, nor in a comment, nor behind a backslash.
  bool plain() const { return !was_quoted_ && !was_comment_ && length() == 1; }
  bool in_comment() const { return was_comment_; }

 private:
  std::string_view text_;
  size_t next_ = 0, at_ = 0;
  bool in_quotes_ = false, was_quoted_ = false, was_comment_ = false;
  int comment_depth_ = 0;
};

struct Brackets {
  size_t open = 0, close = 0;
};

// The last "<…>" in plain text: sendmail's choice where there are several.
std::optional<Brackets> find_brackets(std::string_view text) {
  std::optional<Brackets> found;
  std::optional<size_t> open;
  for (Walker walker(text); walker.step();) {
    if (!walker.plain()) continue;
    if (walker.current() == '<') open = walker.position();
    if (walker.current() == '>' && open) {
      found = Brackets{*open, walker.position()};
      open.reset();
    }
  }
  return found;
}

// Length of "group: " at the start, blanks after it included; 0 when there is none.
size_t group_prefix(std::string_view text) {
  for (Walker walker(text); walker.step();) {
    if (!walker.plain()) continue;
    char c = walker.current();
    if (c == '<' || c == '@' || c == '[' || c == '!') return 0;
    if (c != ':') continue;
    size_t end = walker.position() + 1;
    if (text.substr(end, 1) == ":" || ascii::starts_with_ignoring_case(trim_left(text), ":")) return 0;
    while (end < text.size() && ascii::is_blank(text[end])) ++end;
    return end;
  }
  return 0;
}

struct WithoutComments {
  std::string text;
  std::string comments;  // each with one blank before it
  std::string leading;   // comments in front of any text
};

WithoutComments take_comments_out(std::string_view text) {
  WithoutComments out;
  std::string comment;
  bool has_text = false;
  auto flush = [&] {
    if (comment.empty()) return;
    if (!has_text)
      out.leading += comment + " ";
    else
      out.comments += " " + comment;
    comment.clear();
  };
  for (Walker walker(text); walker.step();) {
    std::string_view piece = text.substr(walker.position(), walker.length());
    if (walker.in_comment()) {
      comment += piece;
      continue;
    }
    flush();
    out.text += piece;
    has_text = has_text || !trim(piece).empty();
  }
  flush();
  return out;
}

bool needs_quotes(std::string_view phrase, std::string_view must_quote) {
  bool needed = false;
  for (Walker walker(phrase); walker.step();) {
    if (walker.current() == '"' && walker.length() == 1) continue;
    bool quoted_or_comment = !walker.plain() && walker.length() == 1;
    if (quoted_or_comment) continue;
    if (walker.length() > 1 || must_quote.find(walker.current()) != std::string_view::npos ||
        walker.current() == '<' || walker.current() == '>')
      needed = true;
  }
  return needed;
}

// The phrase in front of "<", quoted as a whole where MustQuoteChars asks for it.
std::string quote_phrase(std::string_view phrase, std::string_view must_quote) {
  std::string_view words = trim(phrase);
  if (words.empty() || !needs_quotes(words, must_quote)) return std::string(phrase);
  // Comments cannot stand inside of quotes: they follow.
  WithoutComments parts = take_comments_out(words);
  std::string quoted = parts.leading + "\"";
  for (char c : trim(parts.text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"" + parts.comments + " ";
}

std::string trailing_semicolon(std::string& address) {
  std::string_view text = trim_right(address);
  if (text.empty() || text.back() != ';') return "";
  address = std::string(trim_right(text.substr(0, text.size() - 1)));
  return ";";
}

enum class Groups { known, unknown };

CrackedAddress crack(std::string_view text, std::string_view must_quote, Groups groups) {
  CrackedAddress out;
  std::string_view member = trim(text);
  size_t group = groups == Groups::known ? group_prefix(member) : 0;
  out.prefix = std::string(member.substr(0, group));
  member.remove_prefix(group);
  if (std::optional<Brackets> brackets = find_brackets(member)) {
    out.prefix += quote_phrase(member.substr(0, brackets->open), must_quote) + "<";
    WithoutComments inner = take_comments_out(member.substr(brackets->open + 1, brackets->close - brackets->open - 1));
    out.address = std::string(trim(inner.text));
    out.suffix = ">" + inner.comments + std::string(member.substr(brackets->close + 1));
    return out;
  }
  WithoutComments plain = take_comments_out(member);
  out.prefix += plain.leading;
  out.address = std::string(trim(plain.text));
  if (groups == Groups::known) out.suffix = trailing_semicolon(out.address);
  out.suffix += plain.comments;
  return out;
}

// Brackets keep the rules from looking for a group or a phrase in the address.
std::string rewritten(const CrackedAddress& cracked, HeaderRole role, const AddressRewriter& rewrite) {
  if (!cracked.prefix.ends_with('<')) return rewrite(cracked.address, role);
  std::string out = rewrite("<" + cracked.address + ">", role);
  bool in_brackets = out.size() >= 2 && out.front() == '<' && out.back() == '>';
  return in_brackets ? out.substr(1, out.size() - 2) : out;
}

std::string without_comments(const CrackedAddress& cracked) {
  // F=c: only the address is left.
  return cracked.prefix.find('<') == std::string::npos ? cracked.address : "<" + cracked.address + ">";
}

}  // namespace

CrackedAddress crack_address(std::string_view text) { return crack(text, "", Groups::known); }

std::string cracked_template(std::string_view text, std::string_view must_quote) {
  CrackedAddress cracked = crack(text, must_quote, Groups::known);
  return cracked.prefix + address::meta::kMacro + "g" + cracked.suffix;
}

std::vector<std::string_view> split_addresses(std::string_view value, ListStyle style) {
  std::vector<std::string_view> members;
  size_t start = 0;
  int angle = 0;
  auto take = [&](size_t end) {
    std::string_view member = trim(value.substr(start, end - start));
    if (!member.empty()) members.push_back(member);
    start = end + 1;
  };
  for (Walker walker(value); walker.step();) {
    if (!walker.plain()) continue;
    char c = walker.current();
    if (c == '<') ++angle;
    if (c == '>') angle = 0;
    if (angle > 0) continue;
    bool separates = c == ',' || (style == ListStyle::old_style && ascii::is_space(c));
    if (separates) take(walker.position());
  }
  if (start < value.size()) take(value.size());
  return members;
}

std::string rewrite_address_field(std::string_view value, size_t name_length, const AddressFieldForm& form,
                                  const AddressRewriter& rewrite) {
  constexpr std::string_view kFold = ",\n        ";
  std::string out = " ";
  size_t column = name_length + 2;
  bool first = true;
  Groups groups = form.colon_ok ? Groups::unknown : Groups::known;
  for (std::string_view member : split_addresses(value, form.style)) {
    CrackedAddress cracked = crack(member, form.must_quote, groups);
    if (!cracked.address.empty() && rewrite) cracked.address = rewritten(cracked, form.role, rewrite);
    std::string text = form.strip_comments ? without_comments(cracked) : cracked.prefix + cracked.address + cracked.suffix;
    // Folds inside of comments and phrases are not kept.
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (!first && column + 2 + text.size() > form.width) {
      out += kFold;
      column = kFold.size() - 2;
    } else if (!first) {
      out += ", ";
      column += 2;
    }
    out += text;
    column += text.size();
    first = false;
  }
  return first ? std::string(value) : out;
}

}  // namespace sm::message
