// The metasymbols of the rule language as single bytes.
// A `$x` of a .cf line is translated when the line is read; what the rest of the program sees is an *encoded* string in
// which each metasymbol is one byte of the range 0x80-0x9f. kMacro is 0x81 because queue files carry it (a Return-Path
// header waits in qf as "<\x81g>"); the other values are private to the program.
// A macro reference is kMacro or kDeferredMacro followed by its name: one character, or "{name}".
// Class operators ($= and $~) and map and ruleset operators are followed by their operand in the same way.
#pragma once

namespace sm::address::meta {

inline constexpr char kMacro = '\x81';          // $x, ${name}: expanded when the text is used (or read, in rules)
inline constexpr char kDeferredMacro = '\x82';  // $&x, $&{name}
inline constexpr char kIf = '\x83';             // $?x
inline constexpr char kElse = '\x84';           // $|
inline constexpr char kFi = '\x85';             // $.
inline constexpr char kAnyZero = '\x86';        // $*
inline constexpr char kAnyOne = '\x87';         // $+
inline constexpr char kExactlyOne = '\x88';     // $-
inline constexpr char kClass = '\x89';          // $=x
inline constexpr char kNotClass = '\x8a';       // $~x
inline constexpr char kArgument = '\x8b';       // $1 … $9, followed by the digit
inline constexpr char kMailer = '\x8c';         // $#
inline constexpr char kHost = '\x8d';           // $@ (zero tokens on a left side)
inline constexpr char kUser = '\x8e';           // $:
inline constexpr char kCall = '\x8f';           // $>
inline constexpr char kHostLookupBegin = '\x90';  // $[
inline constexpr char kHostLookupEnd = '\x91';    // $]
inline constexpr char kMapLookupBegin = '\x92';   // $(
inline constexpr char kMapLookupEnd = '\x93';     // $)

// In front of a byte of the configuration file that would otherwise be read as one of the above (UTF-8 text has such
// bytes). Dropped when the text leaves the configuration.
inline constexpr char kQuote = '\xff';

constexpr bool is_meta(char c) { return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) <= 0x9f; }

}  // namespace sm::address::meta
