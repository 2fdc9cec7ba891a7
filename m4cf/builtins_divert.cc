// Builtins over output: divert, undivert, divnum, errprint.
#include <cerrno>
#include <cstring>
#include <memory>

#include "lib/base/ascii.h"
#include "m4cf/engine.h"
#include "m4cf/limits.h"

namespace sm::m4cf {
namespace {

void insert_file(Engine& m4, const Call& call, const std::string& name) {
  std::optional<SearchPath::Found> found = m4.open_file(name);
  if (!found) return m4.warn(call, "cannot undivert `" + name + "': " + std::strerror(errno));
  auto chunk = std::make_unique_for_overwrite<char[]>(kReadChunk);
  for (;;) {
    ssize_t got = ::read(found->fd.get(), chunk.get(), kReadChunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return m4.diagnostics().error(call.location(), "error reading inserted file: " +
                                                                    std::string(std::strerror(errno)));
    if (got == 0) break;
    m4.diversions().write({chunk.get(), static_cast<size_t>(got)});
  }
}

// Everything else is the name of a file, even a number behind a blank.
bool is_number(std::string_view text) {
  size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) at++;
  size_t digits = at;
  while (at < text.size() && ascii::is_digit(text[at])) at++;
  return at == text.size() && at > digits;
}

}  // namespace

void builtin_divert(Engine& m4, const Call& call) {
  int number = 0;
  if (call.count() > 0) {
    std::optional<int> wanted = m4.number(call, call.arg(1));
    if (!wanted) return;
    number = *wanted;
  }
  m4.diversions().divert(number);
}

void builtin_undivert(Engine& m4, const Call& call) {
  if (call.count() == 0) return m4.diversions().undivert_all();
  for (size_t i = 1; i <= call.count(); i++) {
    std::string_view name = call.arg(i);
    if (name.empty()) continue;
    if (is_number(name)) {
      if (std::optional<int> number = m4.number(call, name)) m4.diversions().undivert(*number);
    } else if (m4.options().gnu_extensions) {
      insert_file(m4, call, std::string(name));
    } else {
      m4.warn(call, "non-numeric argument to builtin `" + std::string(call.name()) + "'");
    }
  }
}

void builtin_divnum(Engine& m4, const Call& call) {
  m4.expander().push_result(std::to_string(m4.diversions().current()), call.location());
}

void builtin_errprint(Engine& m4, const Call& call) {
  std::string text;
  for (size_t i = 1; i <= call.count(); i++) {
    if (i > 1) text += ' ';
    text += call.arg(i);
  }
  m4.diagnostics().raw(text);
}

}  // namespace sm::m4cf
