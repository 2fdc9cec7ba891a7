// Classes ($=w): sets of words without regard to ASCII case, tested by hash.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/base/ascii.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::config {

class WordClass {
 public:
  // Adds a member; words that differ only in case are one.
  void add(std::string_view word);
  bool contains(std::string_view word) const { return words_.find(word) != words_.end(); }
  bool empty() const { return words_.empty(); }
  // Members as first written, in no particular order.
  const std::unordered_set<std::string, ascii::HashIgnoringCase, ascii::EqualIgnoringCase>& words() const { return words_; }
  // The largest number of atoms and separators any member can span, so that $= stops extending early. Counted as
  // members are added, by the caller's tokenizer; 0 = unknown, no limit.
  int longest_in_tokens = 0;

 private:
  std::unordered_set<std::string, ascii::HashIgnoringCase, ascii::EqualIgnoringCase> words_;
};

class ClassTable {
 public:
  // The class, made empty when it does not exist.
  WordClass& operator[](std::string_view name);
  // The class or null. Names are case-sensitive: "w", "VirtHost".
  const WordClass* find(std::string_view name) const;
  bool contains(std::string_view name, std::string_view word) const {
    const WordClass* found = find(name);
    return found != nullptr && found->contains(word);
  }
  const std::unordered_map<std::string, WordClass, macros::NameHash, std::equal_to<>>& all() const { return classes_; }

 private:
  std::unordered_map<std::string, WordClass, macros::NameHash, std::equal_to<>> classes_;
};

}  // namespace sm::config
