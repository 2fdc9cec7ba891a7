// See the header. `$-` and `$~x` never grow; `$=x` grows from member to member; a wildcard that stands at the end of
// the workspace cannot grow any more and gives the one before it its turn.
#include "sendmaild/rules/match.h"

#include "lib/address/untokenize.h"
#include "lib/base/ascii.h"

namespace sm::rules {

using Kind = PatternElement::Kind;

bool Matcher::match(const CompiledRule& rule, std::span<const Token> workspace, Bindings& bindings) {
  pattern_ = rule.pattern;
  workspace_ = workspace;
  bindings_ = &bindings;
  bindings.count = 0;
  element_ = 0;
  position_ = 0;
  return trace_ != nullptr ? run<true>() : run<false>();
}

template <bool kTraced>
bool Matcher::run() {
  while (element_ < pattern_.size() || position_ < workspace_.size()) {
    if (++steps_ > kMostSteps) return false;
    if (!advance<kTraced>() && !back_up<kTraced>()) return false;
  }
  return true;
}

template <bool kTraced>
bool Matcher::advance() {
  const PatternElement* element = element_ < pattern_.size() ? &pattern_[element_] : nullptr;
  if constexpr (kTraced) trace_step(Trace::Step::advance, element, position_);
  if (element == nullptr) return false;
  bool at_end = position_ >= workspace_.size();
  if (at_end && element->kind != Kind::any_zero && element->kind != Kind::nothing) return false;
  return take<kTraced>(*element);
}

template <bool kTraced>
bool Matcher::take(const PatternElement& element) {
  switch (element.kind) {
    case Kind::literal:
      if (workspace_[position_].id != element.id) return false;
      ++position_;
      break;
    case Kind::any_zero:
    case Kind::any_one:
      // At the end of the pattern it takes everything; growing there step by step would only be seen in a trace.
      if (!kTraced && element_ + 1 == pattern_.size())
        bind(workspace_.size() - position_);
      else
        bind(element.kind == Kind::any_one ? 1 : 0);
      break;
    case Kind::exactly_one:
      bind(1);
      break;
    case Kind::not_in_class:
      if (element.index != nullptr && element.index->contains(workspace_[position_])) return false;
      bind(1);
      break;
    case Kind::in_class: {
      Bindings::Range range{position_, position_, element_};
      if (!extend<kTraced>(range, element, 1)) return false;
      bindings_->ranges[bindings_->count++] = range;
      position_ = range.end;
      break;
    }
    case Kind::nothing:
      break;
    case Kind::deferred_macro:
      if (!matches_macro<kTraced>(element)) return false;
      break;
  }
  ++element_;
  return true;
}

void Matcher::bind(size_t length) {
  bindings_->ranges[bindings_->count++] = {position_, position_ + length, element_};
  position_ += length;
}

template <bool kTraced>
bool Matcher::extend(Bindings::Range& range, const PatternElement& element, size_t least) {
  // A trace shows every step, also those that lead nowhere.
  const ClassIndex* index = element.index;
  if (!kTraced && (index == nullptr || !index->may_start_with(workspace_[range.begin].id))) return false;
  bool bounded = !kTraced && index->longest() != 0;
  if (bounded && index->longest() < least) return false;
  if (bounded && index->longest() == 1) {
    if (!index->contains(workspace_[range.begin])) return false;
    range.end = range.begin + 1;
    return true;
  }
  joined_.clear();
  address::Joiner joiner(tokenizer_, blank_sub_, joined_);
  for (size_t i = range.begin; i < workspace_.size(); ++i) {
    size_t length = i + 1 - range.begin;
    if (bounded && length > index->longest()) return false;
    ++steps_;
    joiner.add(workspace_[i].text);
    if (length < least) continue;
    if (index == nullptr || !index->words().contains(joined_)) {
      if constexpr (kTraced) trace_step(Trace::Step::extend, &element, i);
      continue;
    }
    if constexpr (kTraced) trace_step(Trace::Step::class_match, &element, i);
    range.end = i + 1;
    return true;
  }
  return false;
}

template <bool kTraced>
bool Matcher::matches_macro(const PatternElement& element) {
  const std::string* value = macros_.find(element.text->name);
  std::string_view rest = value == nullptr ? std::string_view() : std::string_view(*value);
  if constexpr (kTraced) trace_->deferred_macro("LHS", element.text->name, value == nullptr ? "(NULL)" : rest);
  size_t i = position_;
  while (!rest.empty()) {
    if (i >= workspace_.size() || !ascii::starts_with_ignoring_case(rest, workspace_[i].text)) return false;
    rest.remove_prefix(workspace_[i].text.size());
    ++i;
  }
  position_ = i;
  return true;
}

template <bool kTraced>
bool Matcher::back_up() {
  while (bindings_->count > 0) {
    Bindings::Range& range = bindings_->ranges[bindings_->count - 1];
    const PatternElement& element = pattern_[range.element];
    if constexpr (kTraced) trace_step(Trace::Step::backup, &element, range.end);
    if (range.end < workspace_.size()) {
      bool grown = false;
      if (element.kind == Kind::any_zero || element.kind == Kind::any_one) {
        ++range.end;
        grown = kTraced || skip_to_next(range);
      } else if (element.kind == Kind::in_class) {
        grown = extend<kTraced>(range, element, range.end - range.begin + 1);
      }
      if (grown) {
        element_ = range.element + 1;
        position_ = range.end;
        return true;
      }
    }
    --bindings_->count;
  }
  return false;
}

// Grows a wildcard to where the literal or the class behind it may stand; false when that is nowhere.
bool Matcher::skip_to_next(Bindings::Range& range) const {
  size_t next = range.element + 1;
  if (next >= pattern_.size()) return true;
  const PatternElement& wanted = pattern_[next];
  auto goes_on = [&](WordId id) {
    if (wanted.kind == Kind::literal) return id == wanted.id;
    return wanted.kind != Kind::in_class || (wanted.index != nullptr && wanted.index->may_start_with(id));
  };
  if (range.end == workspace_.size()) return wanted.kind != Kind::literal && wanted.kind != Kind::in_class;
  while (range.end < workspace_.size() && !goes_on(workspace_[range.end].id)) ++range.end;
  return range.end < workspace_.size();
}

void Matcher::trace_step(Trace::Step step, const PatternElement* element, size_t position) {
  const Token* token = position < workspace_.size() ? &workspace_[position] : nullptr;
  trace_->step(step, element == nullptr ? std::string_view() : std::string_view(element->text->shown), token);
}

}  // namespace sm::rules
