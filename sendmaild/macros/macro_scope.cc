// See the header.
#include "sendmaild/macros/macro_scope.h"

namespace sm::macros {

void MacroScope::set(std::string_view name, std::string value) { own_.insert_or_assign(std::string(name), std::move(value)); }

void MacroScope::unset(std::string_view name) {
  auto found = own_.find(name);
  if (found != own_.end()) own_.erase(found);
}

const std::string* MacroScope::find(std::string_view name) const {
  for (const MacroScope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (auto found = scope->own_.find(name); found != scope->own_.end()) return &found->second;
    if (scope->base_ == nullptr) continue;
    if (auto found = scope->base_->find(name); found != scope->base_->end()) return &found->second;
  }
  return nullptr;
}

std::string MacroScope::value(std::string_view name) const {
  const std::string* found = find(name);
  return found == nullptr ? std::string() : expand(*found, *this);
}

}  // namespace sm::macros
