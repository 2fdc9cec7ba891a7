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

constexpr std::array kBuiltins{
    Builtin{"__file__", kGnu, kAlways, 0, 0, builtin_file},
    Builtin{"__line__", kGnu, kAlways, 0, 0, builtin_line},
    Builtin{"__program__", kGnu, kAlways, 0, 0, builtin_program},
    Builtin{"builtin", kGnu, kCallOnly, 1, kAnyCount, builtin_builtin},
    Builtin{"changecom", kStandard, kAlways, 0, 2, builtin_changecom},
    Builtin{"changequote", kStandard, kAlways, 0, 2, builtin_changequote},
    Builtin{"debugfile", kGnu, kAlways, 0, 1, builtin_debugfile},
    Builtin{"debugmode", kGnu, kAlways, 0, 1, builtin_debugmode},
    Builtin{"decr", kStandard, kCallOnly, 1, 1, builtin_decr},
    Builtin{"define", kStandard, kCallOnly, 1, 2, builtin_define},
    Builtin{"defn", kStandard, kCallOnly, 1, kAnyCount, builtin_defn},
    Builtin{"divert", kStandard, kAlways, 0, 1, builtin_divert},
    Builtin{"divnum", kStandard, kAlways, 0, 0, builtin_divnum},
    Builtin{"dnl", kStandard, kAlways, 0, 0, builtin_dnl},
    Builtin{"dumpdef", kStandard, kAlways, 0, kAnyCount, builtin_dumpdef},
    Builtin{"errprint", kStandard, kCallOnly, 1, kAnyCount, builtin_errprint},
    Builtin{"esyscmd", kGnu, kCallOnly, 1, 1, builtin_esyscmd},
    Builtin{"eval", kStandard, kCallOnly, 1, 3, builtin_eval},
    Builtin{"format", kGnu, kCallOnly, 1, kAnyCount, builtin_format},
    Builtin{"ifdef", kStandard, kCallOnly, 2, 3, builtin_ifdef},
    Builtin{"ifelse", kStandard, kCallOnly, 1, kAnyCount, builtin_ifelse},
    Builtin{"include", kStandard, kCallOnly, 1, 1, builtin_include},
    Builtin{"incr", kStandard, kCallOnly, 1, 1, builtin_incr},
    Builtin{"index", kStandard, kCallOnly, 2, 2, builtin_index},
    Builtin{"indir", kGnu, kCallOnly, 1, kAnyCount, builtin_indir},
    Builtin{"len", kStandard, kCallOnly, 1, 1, builtin_len},
    Builtin{"m4exit", kStandard, kAlways, 0, 1, builtin_m4exit},
    Builtin{"m4wrap", kStandard, kCallOnly, 1, kAnyCount, builtin_m4wrap},
    Builtin{"maketemp", kStandard, kCallOnly, 1, 1, builtin_maketemp},
    Builtin{"mkstemp", kStandard, kCallOnly, 1, 1, builtin_mkstemp},
    Builtin{"patsubst", kGnu, kCallOnly, 2, 3, builtin_patsubst},
    Builtin{"popdef", kStandard, kCallOnly, 1, kAnyCount, builtin_popdef},
    Builtin{"pushdef", kStandard, kCallOnly, 1, 2, builtin_pushdef},
    Builtin{"regexp", kGnu, kCallOnly, 2, 3, builtin_regexp},
    Builtin{"shift", kStandard, kCallOnly, 1, kAnyCount, builtin_shift},
    Builtin{"sinclude", kStandard, kCallOnly, 1, 1, builtin_sinclude},
    Builtin{"substr", kStandard, kCallOnly, 2, 3, builtin_substr},
    Builtin{"syscmd", kStandard, kCallOnly, 1, 1, builtin_syscmd},
    Builtin{"sysval", kStandard, kAlways, 0, kAnyCount, builtin_sysval},
    Builtin{"traceoff", kStandard, kAlways, 0, kAnyCount, builtin_traceoff},
    Builtin{"traceon", kStandard, kAlways, 0, kAnyCount, builtin_traceon},
    Builtin{"translit", kStandard, kCallOnly, 2, 3, builtin_translit},
    Builtin{"undefine", kStandard, kCallOnly, 1, kAnyCount, builtin_undefine},
    Builtin{"undivert", kStandard, kAlways, 0, kAnyCount, builtin_undivert},
};

}  // namespace

std::span<const Builtin> builtins() { return kBuiltins; }

const Builtin* find_builtin(std::string_view name) {
  auto found = std::ranges::lower_bound(kBuiltins, name, {}, &Builtin::name);
  return found != kBuiltins.end() && found->name == name ? &*found : nullptr;
}

}  // namespace sm::m4cf
