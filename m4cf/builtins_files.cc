// Builtins over files: include, sinclude, mkstemp, maketemp.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "m4cf/engine.h"

namespace sm::m4cf {
namespace {

void include(Engine& m4, const Call& call, bool required) {
  std::string name(call.arg(1));
  if (m4.include_file(name, call.location())) return;
  if (required) m4.cannot_open(name, call.location());
}

// Six X at the end are what gets replaced; missing ones are added.
std::string temporary_template(std::string_view name) {
  std::string pattern(name);
  size_t marks = pattern.size();
  while (marks > 0 && pattern[marks - 1] == 'X') marks--;
  size_t count = pattern.size() - marks;
  if (count < 6) pattern.append(6 - count, 'X');
  return pattern;
}

void make_temporary(Engine& m4, const Call& call) {
  std::string name(call.arg(1));
  std::string path = temporary_template(name);
  UniqueFd fd;
  if (m4.options().confined) {
    errno = EPERM;
  } else {
    fd.reset(::mkostemp(path.data(), O_CLOEXEC));
  }
  if (!fd.valid()) {
    return m4.warn(call, std::string(call.name()) + ": cannot create tempfile `" + name + "': " + std::strerror(errno));
  }
  m4.expander().push_result(m4.quoting().open() + path + m4.quoting().close(), call.location());
}

}  // namespace

void builtin_include(Engine& m4, const Call& call) { include(m4, call, true); }

void builtin_sinclude(Engine& m4, const Call& call) { include(m4, call, false); }

void builtin_mkstemp(Engine& m4, const Call& call) { make_temporary(m4, call); }

void builtin_maketemp(Engine& m4, const Call& call) {
  if (m4.options().gnu_extensions) return make_temporary(m4, call);
  // The traditional macro only makes a name out of the process number.
  m4.warn(call, "recommend using mkstemp instead");
  std::string name(call.arg(1));
  size_t marks = name.size();
  while (marks > 0 && name[marks - 1] == 'X') marks--;
  std::string number = std::to_string(::getpid());
  size_t room = name.size() - marks;
  if (number.size() > room) number.erase(0, number.size() - room);
  name.replace(marks, room, std::string(room - number.size(), '0') + number);
  m4.expander().push_result(name, call.location());
}

}  // namespace sm::m4cf
