// What is known about the members of a class before they are compared: how many tokens they have, and with which words
// they begin. Most attempts to match $=x end here, without joining tokens and without a hash of their text.
// Invariant: it never says no to a run of tokens that is a member.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/address/tokenize.h"
#include "sendmaild/config/class_table.h"
#include "sendmaild/rules/token.h"

namespace sm::rules {

class ClassIndex {
 public:
  // The first words of members are added to the vocabulary. `blank_sub` is what joins two neighbouring words.
  ClassIndex(const config::WordClass& words, const address::Tokenizer& tokenizer, char blank_sub,
             Vocabulary& vocabulary);

  // No member has more tokens; 0: unknown.
  size_t longest() const { return longest_; }
  // Whether a member may begin with this word.
  bool may_start_with(WordId id) const {
    if (!knows_starts_) return true;
    if (id < kFirstWord) return false;
    size_t bit = id - kFirstWord;
    return bit / 64 < starts_.size() && (starts_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  // Whether one token is a member.
  bool contains(const Token& token) const {
    if (!may_start_with(token.id)) return false;
    // Where every member is one token, the first words are the members.
    return (knows_starts_ && longest_ == 1) || words_.contains(token.text);
  }
  const config::WordClass& words() const { return words_; }
  // The bits of the words members begin with, as in the summary of a workspace; a run that matches has one of them.
  uint64_t summary() const { return knows_starts_ ? summary_ : ~uint64_t{0}; }

 private:
  void add_start(std::string_view word, Vocabulary& vocabulary);

  const config::WordClass& words_;
  size_t longest_ = 1;
  bool knows_starts_ = true;
  std::vector<uint64_t> starts_;  // a bit for each word of the vocabulary
  uint64_t summary_ = 0;
};

}  // namespace sm::rules
