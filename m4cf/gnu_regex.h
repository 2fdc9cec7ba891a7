// Regular expressions in the syntax of GNU m4 (basic expressions with Emacs' habits) on top of PCRE2, with the leftmost
// longest match POSIX asks for. Patterns without operators are plain string searches.
#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/result.h"

namespace sm::m4cf {

// Start and end offsets of the whole match (0) and the groups; npos for a group that took no part.
struct RegexMatch {
  static constexpr size_t npos = static_cast<size_t>(-1);
  struct Span {
    size_t start = npos;
    size_t end = npos;
  };
  std::vector<Span> spans;

  size_t start() const { return spans[0].start; }
  size_t end() const { return spans[0].end; }
};

enum class RegexOutcome { found, absent, gave_up };

class Regex {
 public:
  // The error text is what GNU m4 shows for a pattern it refuses.
  static Result<std::unique_ptr<Regex>> compile(std::string_view pattern, bool utf8_locale, uint32_t steps);
  ~Regex();

  // Names the text that search() looks into; it must outlive the searches.
  void set_subject(std::string_view subject);
  // The leftmost match at or after `from`. What stands before `from` still counts for anchors.
  // `gave_up`: the pattern needs more steps on this subject than allowed.
  RegexOutcome search(size_t from, RegexMatch& match);
  size_t groups() const { return groups_; }

 private:
  struct Code;
  Regex();
  Code* code_for(bool wide);
  bool lengthen(Code& code, RegexMatch& match);

  std::string literal_;
  bool is_literal_ = false;
  bool ambiguous_ = false;
  bool utf8_locale_ = false;
  uint32_t steps_ = 0;
  size_t groups_ = 0;
  std::string translated_;
  bool pattern_beyond_ascii_ = false;
  std::unique_ptr<Code> bytes_;
  std::unique_ptr<Code> utf8_;
  std::string_view subject_;
  Code* current_ = nullptr;
};

// Compiled patterns by their text, the least recently used dropped first.
class RegexCache {
 public:
  // Treat characters beyond ASCII as the locale's UTF-8 does.
  void set_utf8_locale(bool utf8) { utf8_ = utf8; }
  // Steps of the matcher on one subject.
  void set_step_limit(uint32_t steps) { steps_ = steps; }
  // Owned by the cache; valid until the next call.
  Result<Regex*> get(std::string_view pattern);

 private:
  struct Entry {
    std::string pattern;
    std::unique_ptr<Regex> regex;
  };
  bool utf8_ = false;
  uint32_t steps_ = 0;
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
};

}  // namespace sm::m4cf
