// See the header. The vocabulary is an open-addressing table, because it is asked for each token of each address.
#include "sendmaild/rules/token.h"

#include <cstring>

#include "lib/base/ascii.h"

namespace sm::rules {
namespace {

uint32_t hash_of(std::string_view word) {
  uint32_t hash = 2166136261U;
  for (char c : word) hash = (hash ^ static_cast<unsigned char>(ascii::to_lower(c))) * 16777619U;
  return hash;
}

}  // namespace

bool is_plain(std::string_view text) {
  bool plain = true;
  for (char c : text) plain &= ascii::is_print(c);
  return plain;
}

Vocabulary::Vocabulary() : slots_(256) {}

size_t Vocabulary::position(std::string_view word, uint32_t hash) const {
  size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].id != kUnknownWord &&
         (slots_[i].hash != hash || !ascii::equal_ignoring_case(slots_[i].word, word)))
    i = (i + 1) & mask;
  return i;
}

WordId Vocabulary::add(std::string_view word) {
  uint32_t hash = hash_of(word);
  size_t i = position(word, hash);
  if (slots_[i].id != kUnknownWord) return slots_[i].id;
  if ((next_ - kFirstWord) * 2 >= slots_.size()) {
    grow();
    i = position(word, hash);
  }
  slots_[i] = Slot{std::string(word), hash, next_++};
  return slots_[i].id;
}

WordId Vocabulary::find(std::string_view word) const { return slots_[position(word, hash_of(word))].id; }

void Vocabulary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (Slot& slot : old)
    if (slot.id != kUnknownWord) slots_[position(slot.word, slot.hash)] = std::move(slot);
}

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > kBlock / 4) {
    // A long text gets a block of its own, in front of the one that is being filled.
    auto block = std::make_unique_for_overwrite<char[]>(text.size());
    std::memcpy(block.get(), text.data(), text.size());
    std::string_view kept(block.get(), text.size());
    blocks_.insert(blocks_.empty() ? blocks_.end() : blocks_.end() - 1, std::move(block));
    if (blocks_.size() == 1) used_ = kBlock;
    return kept;
  }
  if (used_ + text.size() > kBlock) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kBlock));
    used_ = 0;
  }
  char* place = blocks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

}  // namespace sm::rules
