// Classes ($=w): sets of words without regard to ASCII case, tested by hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/ascii.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::config {

class WordClass {
 public:
  // A member as first written, and its place among all words that were added to classes.
  using Words = std::unordered_map<std::string, uint32_t, ascii::HashIgnoringCase, ascii::EqualIgnoringCase>;

  bool contains(std::string_view word) const { return words_.find(word) != words_.end(); }
  bool empty() const { return words_.empty(); }
  // In no particular order.
  const Words& words() const { return words_; }

 private:
  friend class ClassTable;
  Words words_;
};

class ClassTable {
 public:
  // Adds a member; words that differ only in case are one.
  void add(std::string_view name, std::string_view word);
  // Adds the words of an encoded text; a `$=x` among them stands for what class x holds by now.
  void add_words(std::string_view name, std::string_view text);
  // Makes an empty class of this name when there is none.
  void declare(std::string_view name) { entry(name); }
  // The class or null. Names are case-sensitive: "w", "VirtHost".
  const WordClass* find(std::string_view name) const;
  bool contains(std::string_view name, std::string_view word) const {
    const WordClass* found = find(name);
    return found != nullptr && found->contains(word);
  }
  // The members in the order, and with the upper and lower case, in which sendmail lists them.
  std::vector<std::string> listed(std::string_view name) const;

 private:
  WordClass& entry(std::string_view name);

  std::unordered_map<std::string, WordClass, macros::NameHash, std::equal_to<>> classes_;
  uint32_t next_ = 0;
};

}  // namespace sm::config
