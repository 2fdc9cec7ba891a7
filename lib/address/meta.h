// The metasymbols of the rule language as single bytes.
// A `$x` of a .cf line is translated when the line is read; what the rest of the program sees is an *encoded* string in
// which each metasymbol is one byte of the range 0x80-0x9f. The values are sendmail's: queue files carry kMacro (a
// Return-Path header waits in qf as "<\x81g>"), and the others show in answers of -bt that should have none of them.
// A macro reference is kMacro or kDeferredMacro followed by its name: one character, or "{name}".
// Class operators ($= and $~) and map and ruleset operators are followed by their operand in the same way.
#pragma once

namespace sm::address::meta {

inline constexpr char kMacro = '\x81';          // $x, ${name}: expanded when the text is used (or read, in rules)
inline constexpr char kDeferredMacro = '\x82';  // $&x, $&{name}
inline constexpr char kIf = '\x9a';             // $?x
inline constexpr char kElse = '\x9b';           // $|
inline constexpr char kFi = '\x9c';             // $.
inline constexpr char kAnyZero = '\x90';        // $*
inline constexpr char kAnyOne = '\x91';         // $+
inline constexpr char kExactlyOne = '\x92';     // $-
inline constexpr char kClass = '\x93';          // $=x
inline constexpr char kNotClass = '\x94';       // $~x
inline constexpr char kArgument = '\x95';       // $1 … $9, followed by the digit
inline constexpr char kMailer = '\x96';         // $#
inline constexpr char kHost = '\x97';           // $@ (zero tokens on a left side)
inline constexpr char kUser = '\x98';           // $:
inline constexpr char kCall = '\x99';           // $>
inline constexpr char kHostLookupBegin = '\x9d';  // $[
inline constexpr char kHostLookupEnd = '\x9e';    // $]
inline constexpr char kMapLookupBegin = '\x85';   // $(
inline constexpr char kMapLookupEnd = '\x86';     // $)

// In front of a byte of the configuration file that would otherwise be read as one of the above (UTF-8 text has such
// bytes). Dropped when the text leaves the configuration.
inline constexpr char kQuote = '\xff';

constexpr bool is_meta(char c) { return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) <= 0x9f; }

}  // namespace sm::address::meta
