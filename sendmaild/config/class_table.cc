// See the header. sendmail keeps the words of all classes in one hash table with chained slots: a listing goes through
// its slots, within a slot the older word comes first, and a word has the spelling of its first appearance in any class.
#include "sendmaild/config/class_table.h"

#include <algorithm>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/text.h"

namespace sm::config {
namespace {

// The slot of a word, as the order of listings shows it.
uint32_t slot_of(std::string_view word) {
  constexpr uint32_t kSlots = 2003;
  uint32_t slot = 1;
  for (char c : word) slot = ((slot << 1) ^ static_cast<unsigned char>(ascii::to_lower(c))) % kSlots;
  return slot;
}

}  // namespace

void ClassTable::add(std::string_view name, std::string_view word) {
  entry(name).words_.try_emplace(std::string(word), next_);
  ++next_;
}

void ClassTable::add_words(std::string_view name, std::string_view text) {
  for (std::string_view word : words(text)) {
    if (word[0] != address::meta::kClass) {
      add(name, word);
      continue;
    }
    size_t position = 1;
    for (const std::string& member : listed(address::take_encoded_name(word, position))) add(name, member);
  }
}

WordClass& ClassTable::entry(std::string_view name) {
  auto found = classes_.find(name);
  if (found != classes_.end()) return found->second;
  return classes_[std::string(name)];
}

const WordClass* ClassTable::find(std::string_view name) const {
  auto found = classes_.find(name);
  return found == classes_.end() ? nullptr : &found->second;
}

std::vector<std::string> ClassTable::listed(std::string_view name) const {
  struct Entry {
    uint32_t slot;
    uint32_t age;
    std::string word;
  };
  std::vector<Entry> entries;
  const WordClass* wanted = find(name);
  if (wanted == nullptr) return {};
  for (const auto& [word, age] : wanted->words()) {
    Entry entry{slot_of(word), age, word};
    for (const auto& [other_name, other] : classes_) {
      auto same = other.words_.find(word);
      if (same == other.words_.end() || same->second >= entry.age) continue;
      entry.age = same->second;
      entry.word = same->first;
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.slot != b.slot ? a.slot < b.slot : a.age < b.age;
  });
  std::vector<std::string> out;
  out.reserve(entries.size());
  for (Entry& entry : entries) out.push_back(std::move(entry.word));
  return out;
}

}  // namespace sm::config
