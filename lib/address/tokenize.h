// Splitting text into the tokens rulesets work on (Operations Guide 5.1.1: addresses, quotes, comments, OperatorChars).
// Syntax errors are values: most are repaired as sendmail repairs them and the scan goes on; `usable` tells.
// Security: reads bytes of strangers; input longer than kLongestAddress is refused, nothing recurses.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sm::address {

inline constexpr size_t kLongestToken = 256;      // bytes
inline constexpr size_t kLongestTokenText = 1250; // bytes of all tokens together, and one for the end of each
inline constexpr size_t kMostTokens = 1000;

// Which characters are comments and operators.
enum class TokenTable {
  external,  // addresses from outside: comments vanish, bytes of metasymbols are letters like any other
  internal,  // encoded text: comments vanish, metasymbols are tokens
  rule,      // encoded text in which parentheses are ordinary operators
};

// What becomes of quotes and brackets without a partner.
enum class Unbalanced {
  repaired,  // the missing character is added, a closing one too many dropped, both with a complaint
  kept,      // they stay as they are, as in the lines of rules
};

struct SyntaxError {
  enum class Kind {
    unbalanced,       // "Unbalanced '<'": the caller puts "address... " in front
    too_long,         // complete message
  };
  Kind kind;
  std::string text;
};

// The tokens of one text. Reuse one object for many texts: it keeps its memory.
class Scan {
 public:
  size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::string_view operator[](size_t i) const {
    size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }
  // False: no token list came out of it, because something was too long.
  bool usable() const { return usable_; }
  const std::vector<SyntaxError>& errors() const { return errors_; }
  // Where the scan ended: the position of the delimiter, or the length of the text.
  size_t stopped_at() const { return stopped_at_; }
  std::vector<std::string> strings() const;

 private:
  friend class Scanner;
  std::string text_;
  std::vector<uint32_t> ends_;
  std::vector<SyntaxError> errors_;
  size_t stopped_at_ = 0;
  bool usable_ = true;
};

// Hears what a scan does while it does it: complaints always, single steps when it wants them (-d22.101).
class ScanObserver {
 public:
  virtual ~ScanObserver() = default;
  virtual void complaint(const SyntaxError&) = 0;
  virtual bool wants_steps() const { return false; }
  virtual void character(char /*c*/, int /*state*/) {}
  virtual void next_state(int /*state and flags*/) {}
  virtual void token(std::string_view) {}
};

struct ScanOptions {
  char delimiter = '\0';  // other than NUL: ends the address unless it is inside quotes, comments or angle brackets
  Unbalanced unbalanced = Unbalanced::repaired;
  ScanObserver* observer = nullptr;
};

class Tokenizer {
 public:
  // `operator_chars` is the OperatorChars option.
  explicit Tokenizer(std::string_view operator_chars, int version_level = 10);

  // How the sides of rules are split: below version level 9 of the configuration, parentheses are comments there too.
  TokenTable table_of_rules() const { return old_rules_ ? TokenTable::internal : TokenTable::rule; }

  // Fills `out`. Text for the tables `internal` and `rule` is encoded: bytes from outside are quoted first
  // (quote_encoded), or a stranger could write metasymbols.
  void scan(std::string_view text, TokenTable table, Scan& out, const ScanOptions& options = {}) const;

  // True when a token that starts with this character is a word, so that re-joining must separate two of them.
  bool is_atom_start(char c) const {
    return classes_[static_cast<size_t>(TokenTable::internal)][static_cast<unsigned char>(c)] == kAtom;
  }

 private:
  friend class Scanner;
  enum CharClass : uint8_t { kAtom, kOperator, kQuoteMark, kSpace, kCommentOpen, kCommentClose };
  std::array<std::array<CharClass, 256>, 3> classes_{};
  bool old_rules_;
};

}  // namespace sm::address
