// Open addressing with linear probing. Names that were undefined stay as empty symbols until the table is rebuilt.
#include "m4cf/symbol_table.h"

#include <cstring>

namespace sm::m4cf {

RefPtr<Definition> Definition::of_text(std::string_view text) {
  RefPtr<Definition> made = of_lasting_text({});
  made->owned = text;
  made->set_text(made->owned);
  return made;
}

RefPtr<Definition> Definition::of_lasting_text(std::string_view text) {
  RefPtr<Definition> made(std::make_unique<Definition>().release());
  made->set_text(text);
  return made;
}

void Definition::set_text(std::string_view body) {
  text = body;
  has_parameters = body.find('$') != std::string_view::npos;
}

RefPtr<Definition> Definition::of_builtin(const Builtin& builtin) {
  auto made = std::make_unique<Definition>();
  made->builtin = &builtin;
  return RefPtr<Definition>(made.release());
}

void Definition::destroy(Definition* definition) { std::unique_ptr<Definition> owner(definition); }

uint32_t hash_name(std::string_view name) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  const char* bytes = name.data();
  size_t left = name.size();
  uint64_t hash = left * kMultiplier;
  uint64_t word = 0;
  for (; left >= 8; left -= 8, bytes += 8) {
    std::memcpy(&word, bytes, 8);
    hash = (hash ^ word) * kMultiplier;
    hash ^= hash >> 32;
  }
  if (left >= 4) {
    uint32_t head = 0;
    uint32_t tail = 0;
    std::memcpy(&head, bytes, 4);
    std::memcpy(&tail, bytes + left - 4, 4);
    word = (uint64_t{head} << 32) | tail;
  } else if (left > 0) {
    auto at = [bytes](size_t i) { return uint64_t{static_cast<unsigned char>(bytes[i])}; };
    word = (at(0) << 16) | (at(left / 2) << 8) | at(left - 1);
  } else {
    word = 0;
  }
  hash = (hash ^ word) * kMultiplier;
  return static_cast<uint32_t>(hash >> 32);
}

SymbolTable::SymbolTable() { slots_.resize(1024); }

SymbolTable::~SymbolTable() {
  for (auto& symbol : slots_) {
    if (symbol) undefine(*symbol);
  }
}

size_t SymbolTable::slot_of(std::string_view name, uint32_t hash) const {
  size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] && (slots_[slot]->hash != hash || slots_[slot]->name != name)) slot = (slot + 1) & mask;
  return slot;
}

Symbol* SymbolTable::find(std::string_view name, uint32_t hash) const {
  Symbol* symbol = slots_[slot_of(name, hash)].get();
  return symbol && symbol->defined() ? symbol : nullptr;
}

Symbol& SymbolTable::intern(std::string_view name) {
  uint32_t hash = hash_name(name);
  size_t slot = slot_of(name, hash);
  if (slots_[slot]) return *slots_[slot];
  if (used_ * 2 >= slots_.size()) {
    rebuild();
    slot = slot_of(name, hash);
  }
  slots_[slot] = std::make_unique<Symbol>();
  slots_[slot]->name = name;
  slots_[slot]->hash = hash;
  used_++;
  return *slots_[slot];
}

void SymbolTable::rebuild() {
  std::vector<std::unique_ptr<Symbol>> old;
  old.swap(slots_);
  size_t alive = 0;
  for (auto& symbol : old) {
    if (symbol && !symbol->defined() && symbol->pins == 0 && !symbol->traced) symbol.reset();
    if (symbol) alive++;
  }
  slots_.resize(alive * 4 > old.size() ? old.size() * 2 : old.size());
  used_ = alive;
  for (auto& symbol : old) {
    if (!symbol) continue;
    size_t slot = slot_of(symbol->name, symbol->hash);
    slots_[slot] = std::move(symbol);
  }
}

void SymbolTable::note(const Symbol& symbol) {
  size_t length = symbol.name.size() < 63 ? symbol.name.size() : 63;
  unsigned char first = symbol.name.empty() ? 0 : static_cast<unsigned char>(symbol.name[0]);
  lengths_[first] |= uint64_t{1} << length;
}

void SymbolTable::define(std::string_view name, RefPtr<Definition> definition) {
  Symbol& symbol = intern(name);
  if (symbol.top) definition->shadowed = std::move(symbol.top->shadowed);
  symbol.top = std::move(definition);
  note(symbol);
}

void SymbolTable::push(std::string_view name, RefPtr<Definition> definition) {
  Symbol& symbol = intern(name);
  definition->shadowed = std::move(symbol.top);
  symbol.top = std::move(definition);
  note(symbol);
}

void SymbolTable::pop(Symbol& symbol) {
  if (!symbol.top) return;
  // Taken out first: the top may live on in a pending call, what it hid belongs to the symbol alone.
  RefPtr<Definition> below = std::move(symbol.top->shadowed);
  symbol.top = std::move(below);
}

void SymbolTable::undefine(Symbol& symbol) {
  while (symbol.top) pop(symbol);
}

void SymbolTable::for_each(const std::function<void(Symbol&)>& visit) const {
  for (const auto& symbol : slots_) {
    if (symbol) visit(*symbol);
  }
}

}  // namespace sm::m4cf
