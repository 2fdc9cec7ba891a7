// Tokens of a running ruleset: text with the number of its word, so that a rule's literals are compared as integers.
// Words are numbered without regard to case. Text belongs to the Arena of the call or to the compiled rules.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address/meta.h"

namespace sm::rules {

using WordId = uint32_t;
inline constexpr WordId kUnknownWord = 0;  // no rule mentions this word
inline constexpr WordId kFirstWord = 0x100;

// The number of a metasymbol that can stand in a workspace: its byte.
constexpr WordId meta_id(char symbol) { return static_cast<unsigned char>(symbol); }

// The bit of a word in a summary of words, as of a workspace or of what a rule requires.
constexpr uint64_t word_bit(WordId id) { return uint64_t{1} << (id % 64); }

struct Token {
  std::string_view text;
  WordId id = kUnknownWord;
  bool plain = false;  // known to be printable ASCII, so that it is shown as it is

  bool is(char symbol) const { return id == meta_id(symbol); }
  // A metasymbol, which no address from outside can contain.
  bool is_meta() const { return id >= 0x80 && id < kFirstWord; }
};

// Whether a text is printable ASCII.
bool is_plain(std::string_view text);

// The words that rules mention, numbered. Read-only once the rules are compiled.
class Vocabulary {
 public:
  Vocabulary();
  WordId add(std::string_view word);
  WordId find(std::string_view word) const;

 private:
  struct Slot {
    std::string word;
    uint32_t hash = 0;
    WordId id = kUnknownWord;
  };
  size_t position(std::string_view word, uint32_t hash) const;
  void grow();

  std::vector<Slot> slots_;
  WordId next_ = kFirstWord;
};

// Keeps the text of tokens for the time of one question.
class Arena {
 public:
  std::string_view keep(std::string_view text);

 private:
  // Small enough for malloc's quick lists; most questions need one.
  static constexpr size_t kBlock = 1024;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t used_ = kBlock;
};

using Workspace = std::vector<Token>;

}  // namespace sm::rules
