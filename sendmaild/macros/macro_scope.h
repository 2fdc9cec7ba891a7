// Macros at run time, in layers: the configuration's definitions, then the connection's, then the envelope's. A lookup
// goes from the innermost layer outwards; a definition goes into the layer it is made on.
// Names are what stands behind `$` without braces: "j", "client_addr". Values are encoded text (lib/address/meta.h) and
// are expanded when they are used.
// Lifetime: a scope keeps a pointer to its parent, which must outlive it. Not thread-safe; a session owns its scopes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sm::macros {

struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};
using MacroTable = std::unordered_map<std::string, std::string, NameHash, std::equal_to<>>;

class MacroScope {
 public:
  // The outermost layer: definitions of the configuration, which are only read.
  explicit MacroScope(const MacroTable& definitions) : base_(&definitions) {}
  // A layer on top of another one.
  explicit MacroScope(const MacroScope* parent) : parent_(parent) {}

  // Defines a macro in this layer, hiding outer definitions. An empty value counts as "not set" for $?x.
  void set(std::string_view name, std::string value);
  // Removes this layer's definition; an outer one shows again.
  void unset(std::string_view name);
  // The innermost definition, or null. The pointer is valid until this layer or an outer one changes.
  const std::string* find(std::string_view name) const;
  // The fully expanded value, empty when undefined.
  std::string value(std::string_view name) const;
  // The definitions made on this layer alone (the queue file stores those in class {persistentMacros}).
  const MacroTable& own() const { return own_; }

 private:
  MacroTable own_;
  const MacroTable* base_ = nullptr;
  const MacroScope* parent_ = nullptr;
};

// The final text of an encoded value: macros replaced (recursively, 10 levels deep) and conditionals decided, quotes
// dropped. `$&x` counts as `$x` here. Metasymbols without a meaning outside rules stay.
std::string expand(std::string_view encoded, const MacroScope& scope);

// The same for lines that are expanded while they are read (R, K, C, S): `$&x` and all metasymbols survive, and so do
// quotes, because the result is still encoded text.
std::string expand_encoded(std::string_view encoded, const MacroScope& scope);

}  // namespace sm::macros
