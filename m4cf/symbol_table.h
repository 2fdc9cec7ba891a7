// Macro names and their definitions. Each name has a stack of definitions (pushdef, popdef); a definition is text or a
// builtin and is shared with the calls and expansions that still use it after it was replaced.
// Invariant: a Symbol with pins or a trace mark is never removed; others vanish when undefined and the table is rebuilt.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "m4cf/ref_ptr.h"

namespace sm::m4cf {

struct Builtin;

// A stretch of a macro body: literal bytes, or a parameter.
struct BodyPiece {
  enum class Kind : unsigned char { literal, argument, count, list, quoted_list };
  Kind kind = Kind::literal;
  // Literal: where in the body. Argument: its number in `offset`.
  size_t offset = 0;
  size_t length = 0;
};

// What a name stands for: a text (builtin == nullptr) or a builtin.
struct Definition : RefCounted<Definition> {
  static RefPtr<Definition> of_text(std::string_view text);
  // Of text that outlives every definition; it is not copied.
  static RefPtr<Definition> of_lasting_text(std::string_view text);
  static RefPtr<Definition> of_builtin(const Builtin& builtin);
  static void destroy(Definition* definition);

  // The text contains '$' and has to be searched for parameters.
  bool has_parameters = false;
  bool was_expanded = false;
  const Builtin* builtin = nullptr;
  // Of `owned`, or of lasting text.
  std::string_view text;
  std::string owned;
  // The body cut at its parameters; made when it is expanded again.
  std::unique_ptr<std::vector<BodyPiece>> pieces;
  // The definition this one hides (pushdef).
  RefPtr<Definition> shadowed;

 private:
  void set_text(std::string_view body);
};

struct Symbol {
  std::string name;
  uint32_t hash = 0;
  // Calls being collected that came from this symbol.
  uint32_t pins = 0;
  bool traced = false;
  RefPtr<Definition> top;

  bool defined() const { return static_cast<bool>(top); }
};

uint32_t hash_name(std::string_view name);

class SymbolTable {
 public:
  SymbolTable();
  ~SymbolTable();
  SymbolTable(const SymbolTable&) = delete;
  SymbolTable& operator=(const SymbolTable&) = delete;

  // The symbol of a defined name, or nullptr.
  Symbol* find(std::string_view name) const { return find(name, hash_name(name)); }
  Symbol* find(std::string_view name, uint32_t hash) const;
  // The symbol of a name, made when there is none. Valid until the next intern().
  Symbol& intern(std::string_view name);

  // Replaces the top definition, or makes the first one.
  void define(std::string_view name, RefPtr<Definition> definition);
  void push(std::string_view name, RefPtr<Definition> definition);
  // Removes the top definition / all definitions of a name; nothing happens when there is none.
  void pop(Symbol& symbol);
  void undefine(Symbol& symbol);

  // False when no defined name begins with this byte and has this length: a cheap filter in front of find().
  bool may_contain(char first, size_t length) const {
    return (lengths_[static_cast<unsigned char>(first)] >> (length < 63 ? length : 63)) & 1;
  }

  // Visits all symbols, defined or only traced, in no order.
  void for_each(const std::function<void(Symbol&)>& visit) const;

 private:
  size_t slot_of(std::string_view name, uint32_t hash) const;
  void rebuild();
  void note(const Symbol& symbol);

  std::vector<std::unique_ptr<Symbol>> slots_;
  size_t used_ = 0;
  std::array<uint64_t, 256> lengths_{};
};

}  // namespace sm::m4cf
