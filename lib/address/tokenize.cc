// The scanner behind Tokenizer. One pass, one state; what sendmail repairs is repaired by feeding the missing character
// to the same state machine, which is why a text that ends in a backslash reports its open quote twice.
#include "lib/address/tokenize.h"

#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::address {
namespace {

// The text as sendmail shows what it does not accept: seven bits, and a question mark for what cannot be printed.
std::string sanitized(std::string_view text) {
  std::string out;
  for (char c : text) {
    char low = static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
    out += ascii::is_print(low) ? low : '?';
  }
  return out;
}

bool takes_operand(char c) {
  return c == meta::kClass || c == meta::kNotClass || c == meta::kArgument || c == meta::kDeferredMacro ||
         c == meta::kQuote;
}

}  // namespace

std::vector<std::string> Scan::strings() const {
  std::vector<std::string> out;
  out.reserve(size());
  for (size_t i = 0; i < size(); ++i) out.emplace_back((*this)[i]);
  return out;
}

Tokenizer::Tokenizer(std::string_view operator_chars, int version_level) {
  auto& external = classes_[static_cast<size_t>(TokenTable::external)];
  external.fill(kAtom);
  for (char c : operator_chars)
    if (external[static_cast<unsigned char>(c)] == kAtom) external[static_cast<unsigned char>(c)] = kOperator;
  for (char c : std::string_view("<>,;\r\n")) external[static_cast<unsigned char>(c)] = kOperator;
  for (char c : std::string_view(" \t\n\v\f\r")) external[static_cast<unsigned char>(c)] = kSpace;
  external['"'] = kQuoteMark;
  external['('] = kCommentOpen;
  external[')'] = kCommentClose;
  // Metasymbols are no words: nothing is put between them and a word when tokens are joined.
  for (int c = 0x80; c < 0xa0; ++c) external[static_cast<size_t>(c)] = kOperator;
  classes_[static_cast<size_t>(TokenTable::internal)] = external;
  auto& rule = classes_[static_cast<size_t>(TokenTable::rule)];
  rule = external;
  if (version_level >= 9) {
    rule['('] = kOperator;
    rule[')'] = kOperator;
  }
}

// The state of one scan.
class Scanner {
 public:
  Scanner(const Tokenizer& tokenizer, std::string_view text, TokenTable table, char delimiter, Tokenizer::Text kind,
          Scan& out)
      : classes_(tokenizer.classes_[static_cast<size_t>(table)]), text_(text), delimiter_(delimiter),
        encoded_(kind == Tokenizer::Text::encoded), operands_(table != TokenTable::external), out_(out) {
    out.text_.clear();
    out.ends_.clear();
    out.errors_.clear();
    out.usable_ = true;
    out.stopped_at_ = text.size();
  }

  void run() {
    for (position_ = 0; position_ < text_.size() && out_.usable_; ++position_) {
      char c = text_[position_];
      if (c == delimiter_ && ends_here()) break;
      take(c);
    }
    if (!out_.usable_) return;
    out_.stopped_at_ = position_;
    finish();
  }

 private:
  using CharClass = Tokenizer::CharClass;

  // A comma inside angle brackets separates only where they do not hold a source route ("<@a,@b:c@d>").
  bool ends_here() const { return delimiter_ != '\0' && !quoted_ && comments_ == 0 && !route_; }

  void take(char c) {
    if (!encoded_ && meta::is_meta(c)) {
      refuse(SyntaxError::Kind::eight_bit,
             fmt::format("8-bit character in mailbox address \"{}\"", sanitized(text_)));
      return;
    }
    if (quoted_ || comments_ > 0 || backslash_) {
      take_protected(c);
      return;
    }
    if (c == '\\') {
      backslash_ = true;
      return;
    }
    if (operands_ && takes_operand(c) && (encoded_ || c == meta::kQuote)) {
      take_with_operand(c);
      return;
    }
    if (encoded_ && meta::is_meta(c)) {
      single(c);
      return;
    }
    take_plain(c);
  }

  // Inside quotes and comments, and after a backslash.
  void take_protected(char c) {
    if (comments_ > 0) {
      if (backslash_)
        backslash_ = false;
      else if (c == '\\')
        backslash_ = true;
      else if (c == '(')
        ++comments_;
      else if (c == ')')
        --comments_;
      return;
    }
    if (backslash_) {
      backslash_ = false;
      // A backslash keeps its place in the token, except before an exclamation mark.
      if (c != '!' || quoted_) add('\\');
      add(c);
      return;
    }
    if (c == '\\') {
      backslash_ = true;
      return;
    }
    add(c);
    if (c == '"') {
      quoted_ = false;
      end_token();
    }
  }

  void take_plain(char c) {
    switch (classes_[static_cast<unsigned char>(c)]) {
      case CharClass::kAtom:
        add(c);
        break;
      case CharClass::kSpace:
        end_token();
        break;
      case CharClass::kQuoteMark:
        end_token();
        add(c);
        quoted_ = true;
        break;
      case CharClass::kCommentOpen:
        comments_ = 1;
        end_token();
        break;
      case CharClass::kCommentClose:
        unbalanced(')');
        break;
      case CharClass::kOperator:
        take_operator(c);
        break;
    }
  }

  void take_operator(char c) {
    if (c == '<') {
      ++angles_;
    } else if (c == '>') {
      if (angles_ == 0) {
        unbalanced('>');
        return;
      }
      if (--angles_ == 0) route_ = false;
    } else if (c == '@' && angles_ > 0 && out_.text_.ends_with('<')) {
      route_ = true;
    }
    single(c);
  }

  void take_with_operand(char c) {
    end_token();
    add(c);
    size_t next = position_ + 1;
    if (next < text_.size()) {
      size_t begin = next;
      if (c == meta::kQuote || c == meta::kArgument)
        ++next;
      else
        take_encoded_name(text_, next);
      for (; begin < next; ++begin) add(text_[begin]);
      position_ = next - 1;
    }
    end_token();
  }

  void finish() {
    if (comments_ > 0) {
      unbalanced('(');
      out_.usable_ = false;
      return;
    }
    while (quoted_) {
      unbalanced('"');
      take('"');
    }
    backslash_ = false;
    end_token();
    if (!out_.usable_) return;
    while (angles_ > 0) {
      unbalanced('<');
      take_operator('>');
    }
    if (out_.ends_.size() >= kMostTokens) refuse(SyntaxError::Kind::too_long, "prescan: too many tokens");
  }

  void single(char c) {
    end_token();
    add(c);
    end_token();
  }

  void add(char c) { out_.text_ += c; }

  void end_token() {
    size_t begin = out_.ends_.empty() ? 0 : out_.ends_.back();
    if (out_.text_.size() == begin || !out_.usable_) return;
    if (out_.text_.size() - begin > kLongestToken) {
      refuse(SyntaxError::Kind::too_long, "prescan: token too long");
      return;
    }
    out_.ends_.push_back(static_cast<uint32_t>(out_.text_.size()));
  }

  void unbalanced(char c) {
    out_.errors_.push_back({SyntaxError::Kind::unbalanced, fmt::format("Unbalanced '{}'", c)});
  }

  void refuse(SyntaxError::Kind kind, std::string message) {
    out_.errors_.push_back({kind, std::move(message)});
    out_.usable_ = false;
  }

  const std::array<CharClass, 256>& classes_;
  std::string_view text_;
  char delimiter_;
  bool encoded_;
  bool operands_;
  Scan& out_;
  size_t position_ = 0;
  int comments_ = 0;
  int angles_ = 0;
  bool quoted_ = false;
  bool route_ = false;
  bool backslash_ = false;
};

void Tokenizer::scan(std::string_view text, TokenTable table, Scan& out, char delimiter, Text kind) const {
  Scanner(*this, text, table, delimiter, kind, out).run();
}

std::vector<std::string> Tokenizer::split(std::string_view text, TokenTable table, Text kind) const {
  Scan found;
  scan(text, table, found, '\0', kind);
  return found.strings();
}

}  // namespace sm::address
