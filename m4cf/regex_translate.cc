// See the header. Character classes like [:digit:] are not part of the syntax (GNU m4 leaves them off), `\{` is a brace,
// and `* + ?` are operators only behind something they can repeat.
#include "m4cf/regex_translate.h"

#include <vector>

#include "lib/base/ascii.h"

namespace sm::m4cf {
namespace {

constexpr const char* kUnmatchedParenthesis = "Unmatched ( or \\(";
constexpr const char* kUnmatchedClose = "Unmatched ) or \\)";
constexpr const char* kUnmatchedBracket = "Unmatched [, [^, [:, [., or [=";
constexpr const char* kBadReference = "Invalid back reference";
constexpr const char* kTrailingBackslash = "Trailing backslash";
constexpr const char* kInvalid = "Invalid regular expression";

class Translator {
 public:
  explicit Translator(std::string_view pattern) : in_(pattern) {}
  Result<TranslatedRegex> run();

 private:
  // Groups, by bits, that a back reference may name.
  using GroupSet = unsigned;
  struct Group {
    size_t number;
    // The alternation around it, which goes on behind it.
    GroupSet before;
    GroupSet in_branches;
  };

  const char* step();
  const char* escape();
  const char* bracket();
  bool bracket_element(std::string& element);
  void atom(std::string_view text);
  void literal(char c);
  void assertion(std::string_view text);
  void repeat(char op);
  bool at_end_of_branch() const;
  static std::string quoted(std::string_view character);

  std::string_view in_;
  size_t at_ = 0;
  TranslatedRegex result_;
  std::vector<Group> open_;
  // A branch knows the groups that were closed before the alternation began and its own; what follows the alternation
  // knows those of all branches.
  GroupSet closed_ = 0;
  GroupSet before_ = 0;
  GroupSet in_branches_ = 0;
  // Something stands before that a repetition would apply to.
  bool repeatable_ = false;
  bool repeated_ = false;
  bool repeatable_is_group_ = false;
  bool branch_start_ = true;
  bool plain_ = true;
};

std::string Translator::quoted(std::string_view character) {
  if (character.size() == 1 && static_cast<unsigned char>(character[0]) < 128 && !ascii::is_alnum(character[0])) {
    constexpr const char* kHex = "0123456789abcdef";
    unsigned char c = static_cast<unsigned char>(character[0]);
    return std::string("\\x") + kHex[c >> 4] + kHex[c & 15];
  }
  return std::string(character);
}

void Translator::atom(std::string_view text) {
  repeatable_ = true;
  repeated_ = false;
  repeatable_is_group_ = false;
  branch_start_ = false;
  result_.pattern += text;
}

void Translator::literal(char c) {
  result_.literal += c;
  atom(quoted({&c, 1}));
}

void Translator::assertion(std::string_view text) {
  plain_ = false;
  atom(text);
  // What follows is no operator: nothing repeats a place.
  repeatable_ = false;
}

void Translator::repeat(char op) {
  plain_ = false;
  if (repeatable_is_group_) result_.ambiguous = true;
  // Repeating what is repeated comes to a star, unless it is the same again.
  if (repeated_ && result_.pattern.back() == op) return;
  if (repeated_) {
    result_.pattern.back() = '*';
  } else {
    result_.pattern += op;
  }
  repeated_ = true;
}

bool Translator::at_end_of_branch() const {
  std::string_view rest = in_.substr(at_);
  return rest.empty() || rest.starts_with("\\)") || rest.starts_with("\\|");
}

const char* Translator::escape() {
  if (at_ >= in_.size()) return kTrailingBackslash;
  char c = in_[at_++];
  if (c >= '1' && c <= '9') {
    if ((closed_ >> (c - '0') & 1) == 0) return kBadReference;
    plain_ = false;
    result_.ambiguous = true;
    atom(std::string("\\g{") + c + "}");
    return nullptr;
  }
  switch (c) {
    case '(':
      plain_ = false;
      open_.push_back({++result_.groups, before_, in_branches_});
      before_ = closed_;
      in_branches_ = 0;
      result_.pattern += '(';
      repeatable_ = false;
      branch_start_ = true;
      return nullptr;
    case ')': {
      if (open_.empty()) return kUnmatchedClose;
      Group group = open_.back();
      open_.pop_back();
      atom(")");
      repeatable_is_group_ = true;
      closed_ |= in_branches_;
      if (group.number < 10) closed_ |= 1U << group.number;
      before_ = group.before;
      in_branches_ = group.in_branches;
      return nullptr;
    }
    case '|':
      plain_ = false;
      in_branches_ |= closed_;
      closed_ = before_;
      result_.ambiguous = true;
      result_.pattern += '|';
      repeatable_ = false;
      branch_start_ = true;
      return nullptr;
    case 'w': plain_ = false; atom("\\w"); return nullptr;
    case 'W': plain_ = false; atom("\\W"); return nullptr;
    case 's': plain_ = false; atom("[\\t-\\r\\x20]"); return nullptr;
    case 'S': plain_ = false; atom("[^\\t-\\r\\x20]"); return nullptr;
    case 'b': assertion("\\b"); return nullptr;
    case 'B': assertion("\\B"); return nullptr;
    case '<': assertion("(?<!\\w)(?=\\w)"); return nullptr;
    case '>': assertion("(?<=\\w)(?!\\w)"); return nullptr;
    case '`': assertion("\\A"); return nullptr;
    case '\'': assertion("\\z"); return nullptr;
    default: literal(c); return nullptr;
  }
}

// One member of a bracket expression: a character, or one written [.c.] or [=c=].
bool Translator::bracket_element(std::string& element) {
  if (in_[at_] == '[' && at_ + 1 < in_.size() && (in_[at_ + 1] == '.' || in_[at_ + 1] == '=')) {
    std::string end = {in_[at_ + 1], ']'};
    size_t close = in_.find(end, at_ + 2);
    if (close == std::string_view::npos) return false;
    element = in_.substr(at_ + 2, close - at_ - 2);
    at_ = close + 2;
    return !element.empty();
  }
  size_t length = 1;
  unsigned char lead = static_cast<unsigned char>(in_[at_]);
  if (lead >= 0xC0) {
    while (at_ + length < in_.size() && (static_cast<unsigned char>(in_[at_ + length]) & 0xC0) == 0x80) length++;
  }
  element = in_.substr(at_, length);
  at_ += length;
  return true;
}

const char* Translator::bracket() {
  plain_ = false;
  if (at_ >= in_.size()) return kInvalid;
  bool negated = in_[at_] == '^';
  if (negated) at_++;
  if (at_ >= in_.size()) return kInvalid;
  std::string members;
  for (bool first = true;; first = false) {
    if (at_ >= in_.size()) return kUnmatchedBracket;
    if (in_[at_] == ']' && !first) break;
    std::string from;
    if (!bracket_element(from)) return kUnmatchedBracket;
    if (at_ + 1 < in_.size() && in_[at_] == '-' && in_[at_ + 1] != ']') {
      at_++;
      std::string to;
      if (!bracket_element(to)) return kUnmatchedBracket;
      if (from <= to) members += quoted(from) + "-" + quoted(to);
    } else {
      members += quoted(from);
    }
  }
  at_++;
  if (members.empty()) {
    atom(negated ? "(?s:.)" : "(?!)");
  } else {
    atom((negated ? "[^" : "[") + members + "]");
  }
  return nullptr;
}

const char* Translator::step() {
  char c = in_[at_++];
  switch (c) {
    case '\\':
      return escape();
    case '[':
      return bracket();
    case '.':
      plain_ = false;
      atom("[^\\n]");
      return nullptr;
    case '*':
    case '+':
    case '?':
      if (!repeatable_) {
        literal(c);
      } else {
        repeat(c);
      }
      return nullptr;
    case '^':
      if (branch_start_) {
        plain_ = false;
        branch_start_ = false;
        result_.pattern += '^';
        repeatable_ = false;
      } else {
        literal(c);
      }
      return nullptr;
    case '$':
      if (at_end_of_branch()) {
        assertion("$");
      } else {
        literal(c);
      }
      return nullptr;
    default:
      literal(c);
      return nullptr;
  }
}

Result<TranslatedRegex> Translator::run() {
  while (at_ < in_.size()) {
    if (const char* error = step()) return Error{error};
  }
  if (!open_.empty()) return Error{kUnmatchedParenthesis};
  result_.is_literal = plain_;
  return std::move(result_);
}

}  // namespace

Result<TranslatedRegex> translate_regex(std::string_view pattern) { return Translator(pattern).run(); }

}  // namespace sm::m4cf
