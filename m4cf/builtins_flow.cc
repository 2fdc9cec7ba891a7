// Builtins that decide what is read next: ifdef, ifelse, shift, m4wrap, m4exit, dnl, and the delimiters.
#include "m4cf/engine.h"

namespace sm::m4cf {

void builtin_ifdef(Engine& m4, const Call& call) {
  bool defined = m4.symbols().find(call.arg(1)) != nullptr;
  m4.expander().push_result(call.arg(defined ? 2 : 3), call.location());
}

void builtin_ifelse(Engine& m4, const Call& call) {
  size_t count = call.count();
  if (count < 2) return;
  if (!m4.diagnostics().quiet()) {
    if (count == 2) {
      m4.warn(call, "Warning: too few arguments to builtin `" + std::string(call.name()) + "'");
    } else if (count > 3 && count % 3 == 2) {
      m4.warn(call, "Warning: excess arguments to builtin `" + std::string(call.name()) + "' ignored");
    }
  }
  for (size_t at = 1; at < count; at += 3) {
    if (call.arg(at) == call.arg(at + 1)) return m4.expander().push_result(call.arg(at + 2), call.location());
    size_t left = count - at + 1;
    if (left == 4 || left == 5) return m4.expander().push_result(call.arg(at + 3), call.location());
  }
}

void builtin_shift(Engine& m4, const Call& call) {
  std::string text;
  for (size_t i = 2; i <= call.count(); i++) {
    if (i > 2) text += ',';
    text += m4.quoting().open();
    text += call.arg(i);
    text += m4.quoting().close();
  }
  m4.expander().push_result(text, call.location());
}

void builtin_m4wrap(Engine& m4, const Call& call) {
  std::string text(call.arg(1));
  if (m4.options().gnu_extensions) {
    for (size_t i = 2; i <= call.count(); i++) {
      text += ' ';
      text += call.arg(i);
    }
  }
  m4.input().wrap(text, call.location());
}

void builtin_m4exit(Engine& m4, const Call& call) {
  int status = 0;
  if (call.count() > 0) {
    std::optional<int> wanted = m4.number(call, call.arg(1));
    status = wanted.value_or(1);
    if (status < 0 || status > 255) {
      m4.warn(call, "exit status out of range: `" + std::to_string(status) + "'");
      status = 1;
    }
  }
  if (status == 0) status = m4.diagnostics().status();
  throw RunOver{status};
}

void builtin_changequote(Engine& m4, const Call& call) {
  if (call.count() == 0) return m4.quoting().set_quotes("`", "'");
  // Without an opening quote nothing is quoted; what is given to close still shows around `$@`.
  bool closes = call.count() > 1 && (call.arg(1).empty() || !call.arg(2).empty());
  m4.quoting().set_quotes(call.arg(1), closes ? call.arg(2) : "'");
}

void builtin_changecom(Engine& m4, const Call& call) {
  std::string_view end = call.arg(2);
  m4.quoting().set_comment(call.arg(1), end.empty() ? "\n" : end);
}

void builtin_dnl(Engine& m4, const Call& call) {
  if (!m4.expander().skip_line()) m4.warn(call, "Warning: end of file treated as newline");
}

}  // namespace sm::m4cf
