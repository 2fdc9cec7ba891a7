// See the header. Sorted by name.
#include "m4cf/builtin_table.h"

#include <algorithm>
#include <array>

namespace sm::m4cf {
namespace {

constexpr bool kGnu = true;
constexpr bool kStandard = false;
constexpr bool kCallOnly = true;
constexpr bool kAlways = false;
constexpr bool kTokens = true;
constexpr bool kText = false;

constexpr std::array kBuiltins{
    Builtin{"__file__", kGnu, kAlways, kText, 0, 0, builtin_file},
    Builtin{"__line__", kGnu, kAlways, kText, 0, 0, builtin_line},
    Builtin{"__program__", kGnu, kAlways, kText, 0, 0, builtin_program},
    Builtin{"builtin", kGnu, kCallOnly, kTokens, 1, kAnyCount, builtin_builtin},
    Builtin{"changecom", kStandard, kAlways, kText, 0, 2, builtin_changecom},
    Builtin{"changequote", kStandard, kAlways, kText, 0, 2, builtin_changequote},
    Builtin{"debugfile", kGnu, kAlways, kText, 0, 1, builtin_debugfile},
    Builtin{"debugmode", kGnu, kAlways, kText, 0, 1, builtin_debugmode},
    Builtin{"decr", kStandard, kCallOnly, kText, 1, 1, builtin_decr},
    Builtin{"define", kStandard, kCallOnly, kTokens, 1, 2, builtin_define},
    Builtin{"defn", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_defn},
    Builtin{"divert", kStandard, kAlways, kText, 0, 1, builtin_divert},
    Builtin{"divnum", kStandard, kAlways, kText, 0, 0, builtin_divnum},
    Builtin{"dnl", kStandard, kAlways, kText, 0, 0, builtin_dnl},
    Builtin{"dumpdef", kStandard, kAlways, kText, 0, kAnyCount, builtin_dumpdef},
    Builtin{"errprint", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_errprint},
    Builtin{"esyscmd", kGnu, kCallOnly, kText, 1, 1, builtin_esyscmd},
    Builtin{"eval", kStandard, kCallOnly, kText, 1, 3, builtin_eval},
    Builtin{"format", kGnu, kCallOnly, kText, 1, kAnyCount, builtin_format},
    Builtin{"ifdef", kStandard, kCallOnly, kText, 2, 3, builtin_ifdef},
    Builtin{"ifelse", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_ifelse},
    Builtin{"include", kStandard, kCallOnly, kText, 1, 1, builtin_include},
    Builtin{"incr", kStandard, kCallOnly, kText, 1, 1, builtin_incr},
    Builtin{"index", kStandard, kCallOnly, kText, 2, 2, builtin_index},
    Builtin{"indir", kGnu, kCallOnly, kTokens, 1, kAnyCount, builtin_indir},
    Builtin{"len", kStandard, kCallOnly, kText, 1, 1, builtin_len},
    Builtin{"m4exit", kStandard, kAlways, kText, 0, 1, builtin_m4exit},
    Builtin{"m4wrap", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_m4wrap},
    Builtin{"maketemp", kStandard, kCallOnly, kText, 1, 1, builtin_maketemp},
    Builtin{"mkstemp", kStandard, kCallOnly, kText, 1, 1, builtin_mkstemp},
    Builtin{"patsubst", kGnu, kCallOnly, kText, 2, 3, builtin_patsubst},
    Builtin{"popdef", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_popdef},
    Builtin{"pushdef", kStandard, kCallOnly, kTokens, 1, 2, builtin_pushdef},
    Builtin{"regexp", kGnu, kCallOnly, kText, 2, 3, builtin_regexp},
    Builtin{"shift", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_shift},
    Builtin{"sinclude", kStandard, kCallOnly, kText, 1, 1, builtin_sinclude},
    Builtin{"substr", kStandard, kCallOnly, kText, 2, 3, builtin_substr},
    Builtin{"syscmd", kStandard, kCallOnly, kText, 1, 1, builtin_syscmd},
    Builtin{"sysval", kStandard, kAlways, kText, 0, kAnyCount, builtin_sysval},
    Builtin{"traceoff", kStandard, kAlways, kText, 0, kAnyCount, builtin_traceoff},
    Builtin{"traceon", kStandard, kAlways, kText, 0, kAnyCount, builtin_traceon},
    Builtin{"translit", kStandard, kCallOnly, kText, 2, 3, builtin_translit},
    Builtin{"undefine", kStandard, kCallOnly, kText, 1, kAnyCount, builtin_undefine},
    Builtin{"undivert", kStandard, kAlways, kText, 0, kAnyCount, builtin_undivert},
};

}  // namespace

std::span<const Builtin> builtins() { return kBuiltins; }

const Builtin* find_builtin(std::string_view name) {
  auto found = std::ranges::lower_bound(kBuiltins, name, {}, &Builtin::name);
  return found != kBuiltins.end() && found->name == name ? &*found : nullptr;
}

}  // namespace sm::m4cf
