// The scanner behind Tokenizer. One pass, one state; what sendmail repairs is repaired by feeding the missing character
// to the same state machine, which is why a text that ends in a backslash reports its open quote twice.
#include "lib/address/tokenize.h"

#include <fmt/format.h>

#include <array>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"

namespace sm::address {
namespace {

bool takes_operand(char c) {
  return c == meta::kClass || c == meta::kNotClass || c == meta::kArgument || c == meta::kDeferredMacro ||
         c == meta::kQuote;
}

// What the scan is in the middle of. The numbers show in traces.
enum State : uint8_t { kInOperator, kInAtom, kInQuotes, kInSpace, kBeforeOperand };
constexpr int kNotAdded = 020;  // the character only separates
constexpr int kEndsToken = 040;

// From a state, on a character: atom, operator, quotation mark, space.
constexpr std::array<std::array<uint8_t, 4>, 5> kNext{
    {{kInAtom | kEndsToken, kInOperator | kEndsToken, kInQuotes | kEndsToken, kInSpace | kNotAdded | kEndsToken},
     {kInAtom, kInOperator | kEndsToken, kInQuotes | kEndsToken, kInSpace | kNotAdded | kEndsToken},
     {kInQuotes, kInQuotes, kInOperator, kInQuotes},
     {kInAtom, kInOperator, kInQuotes, kInSpace | kNotAdded},
     {kInOperator, kInOperator, kInOperator, kInOperator}}};

}  // namespace

std::vector<std::string> Scan::strings() const {
  std::vector<std::string> out;
  out.reserve(size());
  for (size_t i = 0; i < size(); ++i) out.emplace_back((*this)[i]);
  return out;
}

Tokenizer::Tokenizer(std::string_view operator_chars, int version_level)
    : old_rules_(version_level < 9) {
  auto& external = classes_[static_cast<size_t>(TokenTable::external)];
  external.fill(kAtom);
  for (char c : operator_chars) external[static_cast<unsigned char>(c)] = kOperator;
  for (char c : std::string_view("<>,;\r\n")) external[static_cast<unsigned char>(c)] = kOperator;
  for (char c : std::string_view(" \t\n\v\f\r")) external[static_cast<unsigned char>(c)] = kSpace;
  external['"'] = kQuoteMark;
  external['('] = kCommentOpen;
  external[')'] = kCommentClose;
  // Metasymbols are no words: nothing is put between them and a word when tokens are joined.
  auto& internal = classes_[static_cast<size_t>(TokenTable::internal)];
  internal = external;
  for (size_t c = 0x80; c < 0xa0; ++c) internal[c] = kOperator;
  auto& rule = classes_[static_cast<size_t>(TokenTable::rule)];
  rule = internal;
  rule['('] = kOperator;
  rule[')'] = kOperator;
}

// The state of one scan.
class Scanner {
 public:
  Scanner(const Tokenizer& tokenizer, std::string_view text, TokenTable table, const ScanOptions& options, Scan& out)
      : classes_(tokenizer.classes_[static_cast<size_t>(table)]), text_(text), options_(options),
        steps_(options.observer != nullptr && options.observer->wants_steps() ? options.observer : nullptr),
        encoded_(table != TokenTable::external), out_(out) {
    out.text_.clear();
    out.ends_.clear();
    out.errors_.clear();
    out.usable_ = true;
  }

  void run() {
    while (out_.usable_) {
      bool at_end = position_ >= text_.size() || at_delimiter();
      char c = at_end ? missing_character() : text_[position_++];
      if (at_end && c == '\0') break;
      take(c);
    }
    out_.stopped_at_ = position_;
    end_token();
    if (out_.ends_.size() >= kMostTokens) refuse("prescan: too many tokens");
  }

 private:
  using CharClass = Tokenizer::CharClass;

  // A comma inside angle brackets separates only where they do not hold a source route ("<@a,@b:c@d>").
  bool at_delimiter() const {
    return options_.delimiter != '\0' && text_[position_] == options_.delimiter && state_ != kInQuotes &&
           comments_ == 0 && !route_;
  }

  // What has to be added to make the text whole, with a complaint; NUL when nothing is missing.
  char missing_character() {
    if (options_.unbalanced == Unbalanced::kept) return '\0';
    if (state_ == kInQuotes) {
      complain('"');
      return '"';
    }
    if (comments_ > 0) {
      complain('(');
      return ')';
    }
    if (angles_ <= 0) return '\0';
    complain('<');
    return '>';
  }

  void take(char c) {
    if (steps_ != nullptr) steps_->character(c, state_);
    if (backslash_) {
      backslash_ = false;
      // A backslash keeps its place in the token, except before an exclamation mark.
      if (c != '!' || state_ == kInQuotes) {
        if (comments_ > 0) return;
        add('\\');
        add(c);
        return;
      }
    }
    if (c == '\\') {
      backslash_ = true;
      if (comments_ == 0) enter(CharClass::kAtom);
      return;
    }
    if (state_ == kInQuotes) {
      put(c, c == '"' ? CharClass::kQuoteMark : CharClass::kAtom);
      return;
    }
    if (encoded_ && comments_ == 0 && state_ != kBeforeOperand && take_metasymbol(c)) return;
    CharClass kind = classes_[static_cast<unsigned char>(c)];
    if (comments_ > 0 || kind == CharClass::kCommentOpen || kind == CharClass::kCommentClose) {
      if (!take_comment(kind)) return;
      c = ' ';  // a comment separates like a blank
      kind = CharClass::kSpace;
    }
    if ((c == '<' || c == '>') && !take_angle(c)) return;
    if (c == '@' && angles_ > 0 && out_.text_.ends_with('<')) route_ = true;
    put(c, kind);
  }

  // True when a comment has ended.
  bool take_comment(CharClass kind) {
    if (kind == CharClass::kCommentOpen) {
      ++comments_;
    } else if (kind == CharClass::kCommentClose) {
      if (comments_ > 0) return --comments_ == 0;
      if (options_.unbalanced == Unbalanced::repaired) complain(')');
    }
    return false;
  }

  // False when the bracket is one too many.
  bool take_angle(char c) {
    if (c == '<') {
      ++angles_;
    } else if (angles_ > 0) {
      --angles_;
      route_ = false;
    } else if (options_.unbalanced == Unbalanced::repaired) {
      complain('>');
      return false;
    }
    return true;
  }

  // A metasymbol is a token of its own, together with its operand.
  bool take_metasymbol(char c) {
    if (!takes_operand(c) && !meta::is_meta(c)) return false;
    enter(CharClass::kOperator);
    add(c);
    if (c == meta::kQuote || c == meta::kArgument) state_ = kBeforeOperand;
    if (state_ == kBeforeOperand || !takes_operand(c)) return true;
    size_t next = position_;
    take_encoded_name(text_, next);
    for (; position_ < next; ++position_) add(text_[position_]);
    return true;
  }

  void put(char c, CharClass kind) {
    if ((enter(kind) & kNotAdded) == 0) add(c);
  }

  // Goes on to the next state, and ends the current token where it demands that.
  int enter(CharClass kind) {
    int next = kNext[state_][kind];
    if (steps_ != nullptr) steps_->next_state(next);
    state_ = static_cast<State>(next & 07);
    if ((next & kEndsToken) != 0) end_token();
    return next;
  }

  // 0xff, which quotes metasymbols, loses its high bit in a token.
  void add(char c) {
    if (out_.text_.size() + out_.ends_.size() >= kLongestTokenText && out_.usable_) refuse("Address too long");
    out_.text_ += c == meta::kQuote ? '\x7f' : c;
  }

  void end_token() {
    size_t begin = out_.ends_.empty() ? 0 : out_.ends_.back();
    if (out_.text_.size() == begin || !out_.usable_) return;
    if (out_.text_.size() - begin > kLongestToken) {
      refuse("prescan: token too long");
      return;
    }
    if (steps_ != nullptr) steps_->token(std::string_view(out_.text_).substr(begin));
    out_.ends_.push_back(static_cast<uint32_t>(out_.text_.size()));
  }

  void complain(char c) { report({SyntaxError::Kind::unbalanced, fmt::format("Unbalanced '{}'", c)}); }

  void refuse(std::string message) {
    report({SyntaxError::Kind::too_long, std::move(message)});
    out_.usable_ = false;
  }

  void report(SyntaxError error) {
    if (options_.observer != nullptr) options_.observer->complaint(error);
    out_.errors_.push_back(std::move(error));
  }

  const std::array<CharClass, 256>& classes_;
  std::string_view text_;
  const ScanOptions& options_;
  ScanObserver* steps_;
  bool encoded_;
  Scan& out_;
  size_t position_ = 0;
  State state_ = kInAtom;
  int comments_ = 0;
  int angles_ = 0;
  bool route_ = false;
  bool backslash_ = false;
};

void Tokenizer::scan(std::string_view text, TokenTable table, Scan& out, const ScanOptions& options) const {
  Scanner(*this, text, table, options, out).run();
}

}  // namespace sm::address
