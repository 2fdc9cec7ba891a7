// Builtins that define macros and call them by name: define, pushdef, popdef, undefine, defn, indir, builtin.
#include "m4cf/engine.h"

namespace sm::m4cf {
namespace {

void define_argument(Engine& m4, const Call& call, Engine::DefineMode mode) {
  if (call.builtin(1)) return m4.warn(call, "Warning: " + std::string(call.name()) + ": invalid macro name ignored");
  if (const Builtin* builtin = call.builtin(2)) return m4.define_builtin(call.arg(1), *builtin, mode);
  m4.define_text(call.arg(1), call.arg(2), mode, call.location());
}

}  // namespace

void builtin_define(Engine& m4, const Call& call) { define_argument(m4, call, Engine::DefineMode::replace); }

void builtin_pushdef(Engine& m4, const Call& call) { define_argument(m4, call, Engine::DefineMode::push); }

void builtin_undefine(Engine& m4, const Call& call) {
  for (size_t i = 1; i <= call.count(); i++) {
    if (Symbol* symbol = m4.symbols().find(call.arg(i))) m4.symbols().undefine(*symbol);
  }
}

void builtin_popdef(Engine& m4, const Call& call) {
  for (size_t i = 1; i <= call.count(); i++) {
    if (Symbol* symbol = m4.symbols().find(call.arg(i))) m4.symbols().pop(*symbol);
  }
}

void builtin_defn(Engine& m4, const Call& call) {
  std::string text;
  for (size_t i = 1; i <= call.count(); i++) {
    Symbol* symbol = m4.symbols().find(call.arg(i));
    if (!symbol) continue;
    const Definition& definition = *symbol->top;
    if (!definition.builtin) {
      text += m4.quoting().open();
      text += definition.text;
      text += m4.quoting().close();
    } else if (call.count() == 1) {
      return m4.expander().push_token(Definition::of_builtin(*definition.builtin), call.location());
    } else {
      m4.warn(call, "Warning: cannot concatenate builtin `" + std::string(call.arg(i)) + "'");
    }
  }
  m4.expander().push_result(text, call.location());
}

void builtin_indir(Engine& m4, const Call& call) {
  if (call.builtin(1)) return m4.warn(call, "Warning: " + std::string(call.name()) + ": invalid macro name ignored");
  Symbol* symbol = m4.symbols().find(call.arg(1));
  if (!symbol) return m4.warn(call, "undefined macro `" + std::string(call.arg(1)) + "'");
  RefPtr<Definition> definition = symbol->top;
  m4.expander().invoke(definition, call.inner());
}

void builtin_builtin(Engine& m4, const Call& call) {
  if (call.builtin(1)) return m4.warn(call, "Warning: " + std::string(call.name()) + ": invalid macro name ignored");
  std::string_view name = call.arg(1);
  const Builtin* found = find_builtin(name);
  if (!found) return m4.warn(call, "undefined builtin `" + std::string(name) + "'");
  m4.expander().invoke(Definition::of_builtin(*found), call.inner());
}

}  // namespace sm::m4cf
