// The `$` constructs of sendmail.cf as bytes (lib/address/meta.h), and names of macros and classes.
// Operations Guide 5.1: a name is one character or `{word}` of letters, digits and underscores.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::address {

// A macro or class name at the start of a text.
struct ParsedName {
  std::string name;     // "j", "client_addr"; empty when there is none
  size_t length = 0;    // characters of the text it took, braces included
  std::vector<std::string> errors;  // in sendmail's words
  bool valid() const { return !name.empty(); }
};

// Reads "x…" or "{name}…". Characters that no name may have are reported and left out, as sendmail does.
ParsedName parse_name(std::string_view text);

struct EncodedText {
  std::string text;
  std::vector<std::string> errors;
};

// Translates every `$` construct; `$$` becomes a plain dollar sign, bytes 0x80-0x9f and 0xff are quoted.
EncodedText encode_dollars(std::string_view text);

// How a name stands behind a metasymbol: "j" or "{client_addr}".
std::string encoded_name(std::string_view name);

// The name that starts at `position` of an encoded text; `position` moves behind it. Empty at the end of the text.
std::string_view take_encoded_name(std::string_view text, size_t& position);

// Encoded text as a person would have typed it: "$#", "$={w}", "${name}".
std::string display_encoded(std::string_view text);

// The same with the dollar signs left out, which is how messages about R lines quote them ("R*" for "R$*").
std::string display_without_dollars(std::string_view text);

// How a metasymbol is typed ("$#"); nothing for a byte that is none. A macro's or an argument's is the dollar sign alone.
std::optional<std::string_view> typed_symbol(char byte);

// Encoded text with the quotes (meta::kQuote) removed; metasymbols stay.
std::string unquote_encoded(std::string_view text);
// Encoded text in which every metasymbol is a reference to a macro that has its name (kMacro and '#' for "$#"), and
// quotes are gone: what the value of a macro looks like to the tokenizer.
std::string as_macro_references(std::string_view text);
// The opposite of unquote_encoded for text that came from outside (a header, an address): it will come out of an expansion as it is here.
std::string quote_encoded(std::string_view text);

}  // namespace sm::address
