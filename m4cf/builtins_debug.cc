// Builtins that look at the engine itself: dumpdef, traceon, traceoff, debugmode, debugfile, __file__, __line__,
// __program__.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "m4cf/engine.h"

namespace sm::m4cf {
namespace {

void mark_traced(Engine& m4, const Call& call, bool traced) {
  if (call.count() == 0) {
    m4.symbols().for_each([traced](Symbol& symbol) {
      if (symbol.defined()) symbol.traced = traced;
    });
    return;
  }
  for (size_t i = 1; i <= call.count(); i++) {
    if (traced || m4.symbols().find(call.arg(i))) m4.symbols().intern(call.arg(i)).traced = traced;
  }
}

void push_quoted(Engine& m4, const Call& call, std::string_view text) {
  std::string quoted = m4.quoting().open();
  quoted += text;
  quoted += m4.quoting().close();
  m4.expander().push_result(quoted, call.location());
}

}  // namespace

void builtin_dumpdef(Engine& m4, const Call& call) {
  std::vector<Symbol*> shown;
  if (call.count() == 0) {
    m4.symbols().for_each([&shown](Symbol& symbol) {
      if (symbol.defined()) shown.push_back(&symbol);
    });
  } else {
    for (size_t i = 1; i <= call.count(); i++) {
      Symbol* symbol = m4.symbols().find(call.arg(i));
      if (symbol) {
        shown.push_back(symbol);
      } else {
        m4.warn(call, "undefined macro `" + std::string(call.arg(i)) + "'");
      }
    }
  }
  std::ranges::sort(shown, {}, [](const Symbol* symbol) -> const std::string& { return symbol->name; });
  std::string text;
  for (const Symbol* symbol : shown) {
    const Definition& definition = *symbol->top;
    text += symbol->name + ":\t";
    text += definition.builtin ? "<" + std::string(definition.builtin->name) + ">" : m4.tracer().quoted_whole(definition.text);
    text += '\n';
  }
  m4.tracer().raw(text);
}

void builtin_traceon(Engine& m4, const Call& call) { mark_traced(m4, call, true); }

void builtin_traceoff(Engine& m4, const Call& call) { mark_traced(m4, call, false); }

void builtin_debugmode(Engine& m4, const Call& call) {
  if (call.count() == 0) return m4.tracer().set_flags(0);
  std::string_view letters = call.arg(1);
  char change = letters.empty() ? '\0' : letters[0];
  bool relative = change == '+' || change == '-';
  std::optional<unsigned> flags = Tracer::parse(relative ? letters.substr(1) : letters);
  if (!flags) return m4.warn(call, "Debugmode: bad debug flags: `" + std::string(letters) + "'");
  if (change == '+') *flags |= m4.tracer().flags();
  if (change == '-') *flags = m4.tracer().flags() & ~*flags;
  m4.tracer().set_flags(*flags);
  m4.tracer().forget_line();
}

void builtin_debugfile(Engine& m4, const Call& call) {
  if (call.count() == 0) {
    m4.tracer().set_file(std::nullopt);
    return;
  }
  std::string name(call.arg(1));
  if (m4.options().confined && !name.empty()) return;
  if (!m4.tracer().set_file(name)) {
    m4.warn(call, "cannot set debug file `" + name + "': " + std::strerror(errno));
  }
}

void builtin_file(Engine& m4, const Call& call) {
  push_quoted(m4, call, call.location().file ? std::string_view(*call.location().file) : std::string_view());
}

void builtin_line(Engine& m4, const Call& call) {
  m4.expander().push_result(std::to_string(call.location().line), call.location());
}

void builtin_program(Engine& m4, const Call& call) { push_quoted(m4, call, m4.options().program); }

}  // namespace sm::m4cf
