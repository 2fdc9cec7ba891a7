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
  while (element_ < pattern_.size() || position_ < workspace_.size()) {
    if (++steps_ > kMostSteps) return false;
    if (!advance() && !back_up()) return false;
  }
  return true;
}

bool Matcher::advance() {
  const PatternElement* element = element_ < pattern_.size() ? &pattern_[element_] : nullptr;
  if (trace_ != nullptr) trace_step(Trace::Step::advance, element, position_);
  if (element == nullptr) return false;
  bool at_end = position_ >= workspace_.size();
  if (at_end && element->kind != Kind::any_zero && element->kind != Kind::nothing) return false;
  return take(*element);
}

bool Matcher::take(const PatternElement& element) {
  switch (element.kind) {
    case Kind::literal:
      if (workspace_[position_].id != element.id) return false;
      ++position_;
      break;
    case Kind::any_zero:
    case Kind::any_one:
      // At the end of the pattern it takes everything; growing there step by step would only be seen in a trace.
      if (trace_ == nullptr && element_ + 1 == pattern_.size())
        bind(workspace_.size() - position_);
      else
        bind(element.kind == Kind::any_one ? 1 : 0);
      break;
    case Kind::exactly_one:
      bind(1);
      break;
    case Kind::not_in_class:
      if (element.word_class != nullptr && element.word_class->contains(workspace_[position_].text)) return false;
      bind(1);
      break;
    case Kind::in_class: {
      Bindings::Range range{position_, position_, element_};
      if (!extend(range, element, 1)) return false;
      bindings_->ranges[bindings_->count++] = range;
      position_ = range.end;
      break;
    }
    case Kind::nothing:
      break;
    case Kind::deferred_macro:
      if (!matches_macro(element)) return false;
      break;
  }
  ++element_;
  return true;
}

void Matcher::bind(size_t length) {
  bindings_->ranges[bindings_->count++] = {position_, position_ + length, element_};
  position_ += length;
}

bool Matcher::extend(Bindings::Range& range, const PatternElement& element, size_t least) {
  bool bounded = trace_ == nullptr && element.longest != 0;
  if (element.word_class == nullptr && trace_ == nullptr) return false;
  if (bounded && element.longest < least) return false;
  if (bounded && element.longest == 1) {
    if (!element.word_class->contains(workspace_[range.begin].text)) return false;
    range.end = range.begin + 1;
    return true;
  }
  joined_.clear();
  address::Joiner joiner(tokenizer_, blank_sub_, joined_);
  for (size_t i = range.begin; i < workspace_.size(); ++i) {
    size_t length = i + 1 - range.begin;
    if (bounded && length > element.longest) return false;
    ++steps_;
    joiner.add(workspace_[i].text);
    if (length < least) continue;
    if (element.word_class == nullptr || !element.word_class->contains(joined_)) {
      if (trace_ != nullptr) trace_step(Trace::Step::extend, &element, i);
      continue;
    }
    if (trace_ != nullptr) trace_step(Trace::Step::class_match, &element, i);
    range.end = i + 1;
    return true;
  }
  return false;
}

bool Matcher::matches_macro(const PatternElement& element) {
  const std::string* value = macros_.find(element.name);
  std::string_view rest = value == nullptr ? std::string_view() : std::string_view(*value);
  if (trace_ != nullptr) trace_->deferred_macro("LHS", element.name, value == nullptr ? "(NULL)" : rest);
  size_t i = position_;
  while (!rest.empty()) {
    if (i >= workspace_.size() || !ascii::starts_with_ignoring_case(rest, workspace_[i].text)) return false;
    rest.remove_prefix(workspace_[i].text.size());
    ++i;
  }
  position_ = i;
  return true;
}

bool Matcher::back_up() {
  while (bindings_->count > 0) {
    Bindings::Range& range = bindings_->ranges[bindings_->count - 1];
    const PatternElement& element = pattern_[range.element];
    if (trace_ != nullptr) trace_step(Trace::Step::backup, &element, range.end);
    if (range.end < workspace_.size()) {
      bool grown = false;
      if (element.kind == Kind::any_zero || element.kind == Kind::any_one) {
        ++range.end;
        grown = trace_ != nullptr || skip_to_literal(range);
      } else if (element.kind == Kind::in_class) {
        grown = extend(range, element, range.end - range.begin + 1);
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

// Grows a wildcard to where the literal behind it stands; false when it stands nowhere.
bool Matcher::skip_to_literal(Bindings::Range& range) const {
  size_t next = range.element + 1;
  if (next >= pattern_.size() || pattern_[next].kind != Kind::literal) return true;
  WordId wanted = pattern_[next].id;
  while (range.end < workspace_.size() && workspace_[range.end].id != wanted) ++range.end;
  return range.end < workspace_.size();
}

void Matcher::trace_step(Trace::Step step, const PatternElement* element, size_t position) {
  const Token* token = position < workspace_.size() ? &workspace_[position] : nullptr;
  trace_->step(step, element == nullptr ? std::string_view() : std::string_view(element->shown), token);
}

}  // namespace sm::rules
