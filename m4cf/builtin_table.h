// The builtin macros: name, calling rules and handler, one line each.
#pragma once

#include <span>
#include <string_view>

namespace sm::m4cf {

class Engine;
class Call;

using BuiltinHandler = void (*)(Engine& m4, const Call& call);

inline constexpr int kAnyCount = -1;

struct Builtin {
  std::string_view name;
  // Absent with --traditional.
  bool gnu = false;
  // Without an opening parenthesis the name is plain text.
  bool needs_parenthesis = false;
  // Accepts builtin tokens as arguments; for others they are empty.
  bool takes_tokens = false;
  // Argument counts that draw a warning when they are undercut or exceeded; kAnyCount for none.
  int fewest = 0;
  int most = kAnyCount;
  BuiltinHandler run = nullptr;
};

std::span<const Builtin> builtins();
// The builtin of that name (without any prefix), or nullptr.
const Builtin* find_builtin(std::string_view name);

void builtin_define(Engine& m4, const Call& call);
void builtin_undefine(Engine& m4, const Call& call);
void builtin_pushdef(Engine& m4, const Call& call);
void builtin_popdef(Engine& m4, const Call& call);
void builtin_defn(Engine& m4, const Call& call);
void builtin_indir(Engine& m4, const Call& call);
void builtin_builtin(Engine& m4, const Call& call);
void builtin_ifdef(Engine& m4, const Call& call);
void builtin_ifelse(Engine& m4, const Call& call);
void builtin_shift(Engine& m4, const Call& call);
void builtin_m4wrap(Engine& m4, const Call& call);
void builtin_m4exit(Engine& m4, const Call& call);
void builtin_changequote(Engine& m4, const Call& call);
void builtin_changecom(Engine& m4, const Call& call);
void builtin_dnl(Engine& m4, const Call& call);
void builtin_len(Engine& m4, const Call& call);
void builtin_index(Engine& m4, const Call& call);
void builtin_substr(Engine& m4, const Call& call);
void builtin_translit(Engine& m4, const Call& call);
void builtin_format(Engine& m4, const Call& call);
void builtin_eval(Engine& m4, const Call& call);
void builtin_incr(Engine& m4, const Call& call);
void builtin_decr(Engine& m4, const Call& call);
void builtin_regexp(Engine& m4, const Call& call);
void builtin_patsubst(Engine& m4, const Call& call);
void builtin_include(Engine& m4, const Call& call);
void builtin_sinclude(Engine& m4, const Call& call);
void builtin_mkstemp(Engine& m4, const Call& call);
void builtin_maketemp(Engine& m4, const Call& call);
void builtin_divert(Engine& m4, const Call& call);
void builtin_undivert(Engine& m4, const Call& call);
void builtin_divnum(Engine& m4, const Call& call);
void builtin_syscmd(Engine& m4, const Call& call);
void builtin_esyscmd(Engine& m4, const Call& call);
void builtin_sysval(Engine& m4, const Call& call);
void builtin_errprint(Engine& m4, const Call& call);
void builtin_dumpdef(Engine& m4, const Call& call);
void builtin_traceon(Engine& m4, const Call& call);
void builtin_traceoff(Engine& m4, const Call& call);
void builtin_debugmode(Engine& m4, const Call& call);
void builtin_debugfile(Engine& m4, const Call& call);
void builtin_file(Engine& m4, const Call& call);
void builtin_line(Engine& m4, const Call& call);
void builtin_program(Engine& m4, const Call& call);

}  // namespace sm::m4cf
