// The flags that most map classes share (Operations Guide, K lines): -a -A -D -d -f -k -m -N -O -o -q -S -T -t -v -z, then
// the file and the words behind it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::maps {

struct MapFlags {
  bool append_duplicates = false;  // -A
  std::string append;              // -a: behind every value found
  bool not_when_deferred = false;  // -D: not asked in delivery mode "d"
  std::string timeout;             // -d, as written
  bool fold_key = true;            // -f keeps the case
  std::string key_column;          // -k
  bool match_only = false;         // -m: the value is the key
  bool try_null = true;            // key with a closing NUL: not with -O
  bool try_plain = true;           // key without: not with -N
  bool optional = false;           // -o
  bool keep_quotes = false;        // -q
  char blank = '\0';               // -S: joins the atoms of the key; NUL: BlankSub
  std::optional<std::string> on_failure;  // -T
  bool failure_is_final = false;   // -t
  std::string value_column;        // -v
  std::optional<char> delimiter;   // -z
};

// Walks "-x…" words. `take(letter, value)` is called with the text up to the next blank and answers whether it knows the
// letter. Returns what follows the flags, leading blanks removed. `spaced` are the letters whose value may stand in the
// next word.
std::string_view walk_flags(std::string_view arguments, std::string_view spaced,
                            const std::function<bool(char letter, std::string_view value)>& take,
                            const std::function<void(char letter)>& unknown);

// Stores a shared flag; false when the letter is none. `letters` limits what this class knows.
bool take_common_flag(char letter, std::string_view value, MapFlags& flags);

// -z and relatives: one character, or \n or \t.
char delimiter_from(std::string_view value);

// First word and the rest of a text.
struct FirstWord {
  std::string word;
  std::string rest;
};
FirstWord first_word(std::string_view text);

}  // namespace sm::maps
