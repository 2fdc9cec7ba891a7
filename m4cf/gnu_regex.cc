// See the header. PCRE2 takes the first alternative that fits; where a longer match is possible at the same start, the
// DFA matcher (or, with back references, a search through all matches) finds the longest end and the pattern is matched
// again so that it ends there.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "m4cf/gnu_regex.h"

#include <pcre2.h>

#include <cstring>

#include "m4cf/limits.h"
#include "m4cf/regex_translate.h"

namespace sm::m4cf {
namespace {

struct FreePcre {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};

using CodePtr = std::unique_ptr<pcre2_code, FreePcre>;
using DataPtr = std::unique_ptr<pcre2_match_data, FreePcre>;
using ContextPtr = std::unique_ptr<pcre2_match_context, FreePcre>;
using JitStackPtr = std::unique_ptr<pcre2_jit_stack, FreePcre>;

// Characters beyond ASCII are characters, and letters among them belong to words.
constexpr uint32_t kWide = PCRE2_UTF | PCRE2_UCP;

bool has_high_byte(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 128) return true;
  }
  return false;
}

// The continuation bytes that must follow a leading byte; 4 for a byte that cannot lead.
size_t continuation_bytes(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead < 0xE0) return 1;
  if (lead >= 0xE0 && lead < 0xF0) return 2;
  return lead >= 0xF0 && lead < 0xF5 ? 3 : 4;
}

// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. PCRE2 relies on it.
bool is_utf8(std::string_view text) {
  auto at = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size(); i++) {
    unsigned char lead = at(i);
    size_t more = continuation_bytes(lead);
    if (more == 4 || text.size() - i <= more) return false;
    if (more >= 2) {
      unsigned char second = at(i + 1);
      if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
      if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
    }
    for (; more > 0; more--) {
      if ((at(++i) & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

size_t find_literal(std::string_view subject, const std::string& wanted, size_t from) {
  const void* found = ::memmem(subject.data() + from, subject.size() - from, wanted.data(), wanted.size());
  return found ? static_cast<size_t>(static_cast<const char*>(found) - subject.data()) : RegexMatch::npos;
}

CodePtr compile_pattern(const std::string& pattern, uint32_t options) {
  int error = 0;
  PCRE2_SIZE where = 0;
  return CodePtr(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                               options | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX, &error, &where, nullptr));
}

// What the callout at the end of a pattern is to do: accept only one end, or note the furthest and refuse all.
struct EndWish {
  size_t wanted = RegexMatch::npos;
  size_t furthest = 0;
};

int at_pattern_end(pcre2_callout_block* block, void* data) {
  EndWish& wish = *static_cast<EndWish*>(data);
  if (wish.wanted != RegexMatch::npos) return block->current_position == wish.wanted ? 0 : 1;
  if (block->current_position > wish.furthest) wish.furthest = block->current_position;
  return 1;
}

}  // namespace

struct Regex::Code {
  CodePtr code;
  DataPtr data;
  ContextPtr context;
  JitStackPtr jit_stack;
  // The pattern with a callout at its end, made when a longer match was seen.
  CodePtr ended;
  uint32_t options = 0;
  size_t bytes_searched = 0;
  bool jit_tried = false;

  void use_jit() {
    jit_tried = true;
    if (pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE) != 0) return;
    jit_stack.reset(pcre2_jit_stack_create(32 * 1024, 16 * 1024 * 1024, nullptr));
    pcre2_jit_stack_assign(context.get(), nullptr, jit_stack.get());
  }
};

Regex::Regex() = default;
Regex::~Regex() = default;

Result<std::unique_ptr<Regex>> Regex::compile(std::string_view pattern, bool utf8_locale, uint32_t steps) {
  Result<TranslatedRegex> translated = translate_regex(pattern);
  if (!translated) return std::move(translated).error();
  std::unique_ptr<Regex> regex(new Regex);
  regex->utf8_locale_ = utf8_locale;
  regex->steps_ = steps;
  regex->is_literal_ = translated->is_literal;
  regex->literal_ = std::move(translated->literal);
  regex->ambiguous_ = translated->ambiguous;
  regex->groups_ = translated->groups;
  regex->translated_ = std::move(translated->pattern);
  regex->pattern_beyond_ascii_ = has_high_byte(regex->translated_);
  if (!regex->is_literal_ && !regex->code_for(false)) return Error{"Regular expression too big"};
  return regex;
}

Regex::Code* Regex::code_for(bool wide) {
  std::unique_ptr<Code>& slot = wide ? utf8_ : bytes_;
  if (slot) return slot.get();
  auto made = std::make_unique<Code>();
  // Subjects are checked here, once for all searches.
  made->options = wide ? PCRE2_UTF | PCRE2_NO_UTF_CHECK : 0;
  made->code = compile_pattern(translated_, wide ? kWide : 0);
  if (!made->code) return wide ? code_for(false) : nullptr;
  made->data.reset(pcre2_match_data_create_from_pattern(made->code.get(), nullptr));
  made->context.reset(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(made->context.get(), steps_);
  slot = std::move(made);
  return slot.get();
}

void Regex::set_subject(std::string_view subject) {
  subject_ = subject;
  if (is_literal_) return;
  const bool beyond_ascii = pattern_beyond_ascii_ || has_high_byte(subject);
  current_ = code_for(utf8_locale_ && beyond_ascii && is_utf8(subject));
  // Compiling to machine code pays off only when a pattern is used on much text.
  current_->bytes_searched += subject.size() + 64;
  if (!current_->jit_tried && current_->bytes_searched > 4096) current_->use_jit();
}

bool Regex::lengthen(Code& code, RegexMatch& match) {
  const std::string_view subject = subject_;
  PCRE2_SPTR text = reinterpret_cast<PCRE2_SPTR>(subject.data());
  size_t start = match.start();
  size_t longest = match.end();
  int workspace[1024];
  int found = pcre2_dfa_match(code.code.get(), text, subject.size(), start,
                              PCRE2_ANCHORED | (code.options & PCRE2_NO_UTF_CHECK), code.data.get(),
                              code.context.get(), workspace, 1024);
  EndWish wish;
  bool by_search = found < 0 && found != PCRE2_ERROR_NOMATCH;
  if (found >= 0) longest = pcre2_get_ovector_pointer(code.data.get())[1];
  if (!by_search && longest <= match.end()) return false;
  if (!code.ended) code.ended = compile_pattern("(?:" + translated_ + ")(?C1)", (code.options & PCRE2_UTF ? kWide : 0) | PCRE2_ANCHORED);
  if (!code.ended) return false;
  pcre2_set_callout(code.context.get(), at_pattern_end, &wish);
  if (by_search) {
    static_cast<void>(pcre2_match(code.ended.get(), text, subject.size(), start, code.options & PCRE2_NO_UTF_CHECK, code.data.get(),
                                  code.context.get()));
    longest = wish.furthest;
  }
  int count = 0;
  if (longest > match.end()) {
    wish.wanted = longest;
    count = pcre2_match(code.ended.get(), text, subject.size(), start, code.options & PCRE2_NO_UTF_CHECK, code.data.get(), code.context.get());
  }
  pcre2_set_callout(code.context.get(), nullptr, nullptr);
  if (count <= 0) return false;
  const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(code.data.get());
  match.spans.assign(groups_ + 1, {});
  for (size_t i = 0; i < static_cast<size_t>(count) && i <= groups_; i++) {
    match.spans[i] = {offsets[2 * i], offsets[2 * i + 1]};
  }
  return true;
}

RegexOutcome Regex::search(size_t from, RegexMatch& match) {
  if (is_literal_) {
    size_t start = literal_.empty() ? from : find_literal(subject_, literal_, from);
    if (start == RegexMatch::npos) return RegexOutcome::absent;
    match.spans.assign(1, {start, start + literal_.size()});
    return RegexOutcome::found;
  }
  Code& code = *current_;
  int count = pcre2_match(code.code.get(), reinterpret_cast<PCRE2_SPTR>(subject_.data()), subject_.size(), from,
                          code.options & PCRE2_NO_UTF_CHECK, code.data.get(), code.context.get());
  if (count == PCRE2_ERROR_NOMATCH) return RegexOutcome::absent;
  if (count < 0) return RegexOutcome::gave_up;
  const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(code.data.get());
  match.spans.assign(groups_ + 1, {});
  for (size_t i = 0; i < static_cast<size_t>(count) && i <= groups_; i++) {
    match.spans[i] = {offsets[2 * i], offsets[2 * i + 1]};
  }
  if (ambiguous_ && match.end() < subject_.size()) lengthen(code, match);
  return RegexOutcome::found;
}

Result<Regex*> RegexCache::get(std::string_view pattern) {
  auto known = index_.find(pattern);
  if (known != index_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
    return entries_.front().regex.get();
  }
  Result<std::unique_ptr<Regex>> compiled = Regex::compile(pattern, utf8_, steps_);
  if (!compiled) return std::move(compiled).error();
  entries_.push_front({std::string(pattern), *std::move(compiled)});
  index_[entries_.front().pattern] = entries_.begin();
  if (entries_.size() > kRegexCache) {
    index_.erase(entries_.back().pattern);
    entries_.pop_back();
  }
  return entries_.front().regex.get();
}

}  // namespace sm::m4cf
