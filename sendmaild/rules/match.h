// One attempt to match a pattern against a workspace: leftmost wildcards as short as possible, the last one grows first
// (Operations Guide 5.1.1). Nothing is allocated.
#pragma once

#include <array>
#include <span>
#include <string>

#include "sendmaild/rules/compile.h"
#include "sendmaild/rules/limits.h"
#include "sendmaild/rules/trace.h"

namespace sm::rules {

// What the wildcards of a pattern matched: half-open ranges of the workspace, in order of `$1`, `$2` …
struct Bindings {
  struct Range {
    size_t begin = 0;
    size_t end = 0;
    size_t element = 0;  // of the pattern
  };
  std::array<Range, kMostWildcards> ranges;
  size_t count = 0;
};

class Matcher {
 public:
  // `macros` answers `$&x`; `steps` counts the work done, over all attempts of one question.
  Matcher(const address::Tokenizer& tokenizer, char blank_sub, const macros::MacroScope& macros, Trace* trace,
          size_t& steps)
      : tokenizer_(tokenizer), blank_sub_(blank_sub), macros_(macros), trace_(trace), steps_(steps) {}

  bool match(const CompiledRule& rule, std::span<const Token> workspace, Bindings& bindings);

 private:
  // A trace is told every step, also of ways that cannot lead anywhere; without one they are not taken.
  template <bool kTraced>
  bool run();
  template <bool kTraced>
  bool advance();
  template <bool kTraced>
  bool back_up();
  template <bool kTraced>
  bool take(const PatternElement& element);
  template <bool kTraced>
  bool extend(Bindings::Range& range, const PatternElement& element, size_t least);
  bool skip_to_next(Bindings::Range& range) const;
  template <bool kTraced>
  bool matches_macro(const PatternElement& element);
  void bind(size_t length);
  void trace_step(Trace::Step step, const PatternElement* element, size_t position);

  const address::Tokenizer& tokenizer_;
  char blank_sub_;
  const macros::MacroScope& macros_;
  Trace* trace_;
  size_t& steps_;
  std::span<const PatternElement> pattern_;
  std::span<const Token> workspace_;
  Bindings* bindings_ = nullptr;
  size_t element_ = 0;   // next element of the pattern
  size_t position_ = 0;  // next token of the workspace
  std::string joined_;   // text of the tokens that a class is asked about
};

}  // namespace sm::rules
