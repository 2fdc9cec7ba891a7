// See the header. The last angle bracket counts: what stands before it is a phrase. Without brackets a colon may end a
// group name, and comments stay behind the address. The odd answers are sendmail's: they show in headers, and scripts
// compare them.
#include "sendmaild/rules/crack_address.h"

#include <algorithm>
#include <vector>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::rules {
namespace {

constexpr size_t kNone = std::string_view::npos;
const std::string kAddressItself{sm::address::meta::kMacro, 'g'};

// Walks over text and knows what the current character is part of.
class Walk {
 public:
  enum class Part { plain, escape, quotation_mark, quoted, comment };
  explicit Walk(std::string_view text) : text_(text) {}

  bool next() {
    if (++position_ >= text_.size()) return false;
    char c = text_[position_];
    bool escaped = escaped_;
    escaped_ = !escaped && c == '\\';
    if (comments_ > 0 || (c == '(' && !quoted_ && !escaped)) {
      part_ = Part::comment;
      if (!escaped && c == '(') ++comments_;
      if (!escaped && c == ')') --comments_;
    } else if (c == '"' && !escaped) {
      part_ = Part::quotation_mark;
      quoted_ = !quoted_;
    } else {
      part_ = quoted_ ? Part::quoted : escaped || escaped_ ? Part::escape : Part::plain;
    }
    return true;
  }
  size_t position() const { return position_; }
  char character() const { return text_[position_]; }
  Part part() const { return part_; }
  int open_comments() const { return comments_; }
  bool in_quotes() const { return quoted_; }

 private:
  std::string_view text_;
  size_t position_ = static_cast<size_t>(-1);
  Part part_ = Part::plain;
  int comments_ = 0;
  bool quoted_ = false;
  bool escaped_ = false;
};
using Part = Walk::Part;

// A phrase, inside quotes where `quotes` demands them. Blanks at its ends stay outside.
std::string phrase(std::string_view text, bool quotes) {
  if (!quotes) return std::string(text);
  std::string_view blanks = text.substr(0, text.size() - trim_left(text).size());
  std::string out(blanks);
  out += '"';
  text.remove_prefix(blanks.size());
  std::string_view inside = trim_right(text);
  for (char c : inside) {
    if (c == '"') out += '\\';
    out += c;
  }
  out += '"';
  out += inside.empty() ? blanks : text.substr(inside.size());
  return out;
}

enum class Place { alone, in_brackets };

// An address: comments stay, and semicolons where they end groups; the rest becomes $g.
std::string bare(std::string_view text, Place place, Colon colon) {
  std::string out;
  bool placed = false;
  bool was_comment = false;
  auto put_address = [&out, &placed] {
    if (placed) return;
    if (out.ends_with(')')) out += ' ';
    out += kAddressItself;
    placed = true;
  };
  Walk walk(text);
  while (walk.next()) {
    char c = walk.character();
    if (walk.part() == Part::comment) {
      bool separate = out.empty() ? place == Place::in_brackets : out.back() != ' ';
      if (!was_comment && separate) out += ' ';
      out += c;
      was_comment = walk.open_comments() > 0;
      continue;
    }
    if (walk.part() == Part::quotation_mark) continue;
    if (walk.part() == Part::plain && (c == '<' || c == '>')) continue;
    if (walk.part() == Part::plain && c == ';' && colon == Colon::ends_group_name) out += c;
    put_address();
  }
  return out.append(static_cast<size_t>(walk.open_comments()), ')');
}

// What is known of a text (behind a group name, if there was one).
struct Layout {
  size_t open = kNone;     // the last '<'
  size_t close = kNone;    // its '>'
  size_t colon = kNone;    // the end of a group name; nothing else counts then
  bool quoted_phrase = false;
  bool hopeless = false;   // quoted text behind the brackets
  std::vector<size_t> doubled;  // colons behind the brackets that come out twice, ascending
};

class Survey {
 public:
  Survey(std::string_view text, std::string_view must_quote) : text_(text), must_quote_(must_quote) {}

  // `bracket_seen` is about all of the address; a group ends it.
  Layout run(bool group_allowed, bool& bracket_seen) {
    Walk walk(text_);
    size_t skipped = kNone;
    while (walk.next() && !out_.hopeless && out_.colon == kNone) {
      if (walk.position() == skipped) continue;
      if (out_.close != kNone && quoted_text(walk)) out_.hopeless = true;
      if (walk.part() == Part::escape) special_ = true;
      if (walk.part() != Part::plain) continue;
      size_t i = walk.position();
      if (text_[i] == ':' && !inside_ && group_allowed && square_ <= 0) {
        if (pair_at(i))
          skipped = i + 1;
        else
          end_group(i);
      } else {
        take(i, bracket_seen);
      }
    }
    return std::move(out_);
  }

 private:
  // The first quotation mark alone is harmless.
  bool quoted_text(const Walk& walk) const {
    return walk.part() == Part::quoted || (walk.part() == Part::quotation_mark && !walk.in_quotes());
  }

  // "::" and ":." end no group.
  bool pair_at(size_t i) {
    if (i + 1 >= text_.size() || (text_[i + 1] != ':' && text_[i + 1] != '.')) return false;
    special_ = true;
    out_.doubled.push_back(i);
    return true;
  }

  void end_group(size_t i) {
    out_.colon = i;
    out_.quoted_phrase = special_;
  }

  void take(size_t i, bool& bracket_seen) {
    char c = text_[i];
    if (c == '<') {
      out_.quoted_phrase = special_ || bracket_seen;
      bracket_seen = inside_ = true;
      special_ = false;
      out_.open = i;
      out_.close = kNone;
      out_.doubled.clear();
    } else if (c == '>') {
      if (inside_)
        out_.close = i;
      else
        special_ = true;
      inside_ = false;
    } else {
      square_ += c == '[' ? 1 : c == ']' ? -1 : 0;
      special_ = special_ || must_quote_.find(c) != kNone;
    }
  }

  std::string_view text_;
  std::string_view must_quote_;
  Layout out_;
  bool special_ = false;  // something needs quotes since the last '<'
  bool inside_ = false;   // of angle brackets
  int square_ = 0;
};

// What stands behind the brackets, made whole.
std::string tail(std::string_view text, size_t begin, const std::vector<size_t>& doubled) {
  std::string out;
  Walk walk(text.substr(begin));
  while (walk.next()) {
    char c = walk.character();
    if (walk.part() == Part::plain && (c == ')' || c == '>')) continue;
    out += c;
    if (std::binary_search(doubled.begin(), doubled.end(), begin + walk.position())) out += c;
  }
  out.append(static_cast<size_t>(walk.open_comments()), ')');
  if (walk.in_quotes()) out += '"';
  return out;
}

}  // namespace

std::string crack_address(std::string_view address, std::string_view must_quote, Colon colon) {
  address = trim_left(address);
  std::string out;
  bool bracket_seen = false;
  Layout layout = Survey(address, must_quote).run(colon == Colon::ends_group_name, bracket_seen);
  if (layout.colon != kNone) {
    out = phrase(address.substr(0, layout.colon), layout.quoted_phrase) + ':';
    address.remove_prefix(layout.colon + 1);
    layout = Survey(address, must_quote).run(false, bracket_seen);
  }
  if (layout.hopeless) return '<' + kAddressItself + '>';
  if (layout.open == kNone) {
    std::string_view text = trim_left(address);
    out += address.substr(0, address.size() - text.size());
    return out + bare(text, Place::alone, colon);
  }
  size_t close = std::min(layout.close, address.size());
  out += phrase(address.substr(0, layout.open), layout.quoted_phrase);
  out += '<';
  out += bare(address.substr(layout.open + 1, close - layout.open - 1), Place::in_brackets, colon);
  out += '>';
  if (close < address.size()) out += tail(address, close + 1, layout.doubled);
  return out;
}

}  // namespace sm::rules
