// See the header. The order of work for a rule that matched: `$n` and `$&x`, then lookups from left to right, then
// calls, the rightmost first (Operations Guide 5.1.2).
#include "sendmaild/rules/rewrite.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "lib/address/dollar_encoding.h"
#include "lib/address/untokenize.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/rules/resolve.h"

namespace sm::rules {

namespace meta = address::meta;

namespace {

// Of a workspace, so that most never grow; small enough for malloc's quick lists.
constexpr size_t kUsualTokens = 40;

const Token& symbol_token(char symbol) {
  static constexpr auto kBytes = [] {
    std::array<char, 0x20> bytes{};
    for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0x80 + i);
    return bytes;
  }();
  static const auto kTokens = [] {
    std::array<Token, 0x20> tokens;
    for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = {std::string_view(&kBytes[i], 1), meta_id(kBytes[i])};
    return tokens;
  }();
  return kTokens[static_cast<unsigned char>(symbol) & 0x1f];
}

std::string skip_note(const CompiledRuleset* ruleset, const std::string& number) {
  if (ruleset == nullptr) return fmt::format("-----skip subr {0} ({0})", parse_leading_int(number));
  return fmt::format("-----skip subr {} ({})", ruleset->name, ruleset->number);
}

}  // namespace

// Tells the trace about one scan.
class Rewriter::ScanReport final : public address::ScanObserver {
 public:
  ScanReport(Rewriter& rewriter, std::string_view text) : rewriter_(rewriter), text_(text) {}

  void complaint(const address::SyntaxError& error) override {
    if (rewriter_.syntax_error_.empty()) rewriter_.syntax_error_ = error.text;
    if (rewriter_.report_syntax_) rewriter_.message(fmt::format("{}... {}", shortened(text_), error.text));
  }
  bool wants_steps() const override {
    return rewriter_.context_.trace != nullptr && rewriter_.context_.trace->wants_scan_steps();
  }
  void character(char c, int state) override { rewriter_.context_.trace->scan_character(c, state); }
  void next_state(int state) override { rewriter_.context_.trace->scan_state(state); }
  void token(std::string_view text) override { rewriter_.context_.trace->scan_token(text); }

 private:
  Rewriter& rewriter_;
  std::string_view text_;
};

Rewriter::Rewriter(const CompiledRules& rules, const config::Config& config, const maps::MapSet& maps,
                   RewriteContext& context)
    : rules_(rules), config_(config), maps_(maps), context_(context),
      rule_trace_(context.trace != nullptr && context.trace->wants_rules() ? context.trace : nullptr),
      matcher_(rules.tokenizer(), config.options.blank_sub, *context.macros, rule_trace_, steps_) {}

void Rewriter::message(std::string_view text) {
  if (context_.trace != nullptr) context_.trace->message(text);
}

void Rewriter::note(int category, int level, std::string_view text) {
  if (wants_note(category, level)) context_.trace->note(category, level, text);
}

void Rewriter::note_tokens(int category, int level, std::string text, std::span<const Token> tokens) {
  if (!wants_note(category, level)) return;
  for (const Token& token : tokens) text += ' ' + display(token);
  context_.trace->note(category, level, text);
}

Token Rewriter::token(std::string_view text) {
  return {arena_.keep(text), rules_.vocabulary().find(text), is_plain(text)};
}

void Rewriter::add_symbol(char symbol, Workspace& out) { out.push_back(symbol_token(symbol)); }

bool Rewriter::scan(std::string_view text, address::TokenTable table, Workspace& out, address::ScanOptions options,
                    size_t* stopped_at) {
  ScanReport report(*this, text);
  options.observer = &report;
  if (context_.trace != nullptr) context_.trace->scanning(text);
  rules_.tokenizer().scan(text, table, scan_, options);
  steps_ += scan_.stopped_at();
  if (stopped_at != nullptr) *stopped_at = scan_.stopped_at();
  scanned_symbols_ = table != address::TokenTable::external;
  if (!scan_.usable()) return false;
  size_t first = out.size();
  add_scanned(out);
  if (context_.trace != nullptr) context_.trace->scanned(std::span(out).subspan(first));
  return true;
}

void Rewriter::add_scanned(Workspace& out) {
  for (size_t i = 0; i < scan_.size(); ++i) {
    std::string_view piece = scan_[i];
    if (scanned_symbols_ && piece.size() == 1 && meta::is_meta(piece[0]))
      out.push_back(symbol_token(piece[0]));
    else
      out.push_back(token(piece));
  }
}

// sendmail scans into the place where the outermost workspace lives: when a rule breaks, what was scanned last is there,
// and behind a scan that was given up the old tokens.
void Rewriter::take_scanned(Workspace& workspace) {
  Workspace scanned;
  add_scanned(scanned);
  if (!scan_.usable() && scanned.size() < workspace.size())
    std::copy(workspace.begin() + static_cast<std::ptrdiff_t>(scanned.size()), workspace.end(),
              std::back_inserter(scanned));
  workspace.swap(scanned);
}

bool Rewriter::scan_result(std::string_view text, address::TokenTable table, Workspace& out) {
  size_t before = out.size();
  scan_broke_ = !text.empty() && (!scan(text, table, out) || out.size() == before);
  return !scan_broke_;
}

std::string Rewriter::join(std::span<const Token> tokens, char separator) const {
  std::string out;
  address::Joiner joiner(rules_.tokenizer(), separator, out);
  for (const Token& token : tokens) joiner.add(token.text);
  return out;
}

ExitStatus Rewriter::run(std::string_view ruleset, Workspace& workspace, Place place) {
  const CompiledRuleset* found = rules_.find(ruleset);
  if (found != nullptr) return run(*found, workspace, place);
  // A numbered set without rules still shows up in traces, as the stock sets 3 and 0 of a configuration without them.
  CompiledRuleset empty;
  empty.name = ruleset;
  return run(empty, workspace, place);
}

ExitStatus Rewriter::run(const CompiledRuleset& ruleset, Workspace& workspace, Place place) {
  if (context_.trace != nullptr) context_.trace->enter(ruleset, workspace);
  if (++depth_ > kDeepestCall + 1) {
    --depth_;
    message(fmt::format("rewrite: excessive recursion (max {}), ruleset {}", kDeepestCall, ruleset.name));
    return ExitStatus::config;
  }
  ExitStatus status = ExitStatus::ok;
  bool overwritten = depth_ == 1 && place == Place::scanned;
  scan_broke_ = false;
  bool complete = apply_rules(ruleset, workspace, status);
  --depth_;
  if (!complete && overwritten && scan_broke_) take_scanned(workspace);
  if (complete && context_.trace != nullptr) context_.trace->leave(ruleset, workspace);
  return status;
}

// The bits of the words of a workspace. Whoever makes a new workspace asks for them, so its tokens count as work here.
uint64_t Rewriter::summarize(const Workspace& workspace) {
  steps_ += workspace.size() + 1;
  uint64_t summary = 0;
  for (const Token& token : workspace) summary |= word_bit(token.id);
  return summary;
}

// False when the ruleset was given up in the middle.
bool Rewriter::apply_rules(const CompiledRuleset& ruleset, Workspace& workspace, ExitStatus& status) {
  Bindings bindings;
  uint64_t summary = summarize(workspace);
  int applications = 0;
  for (size_t i = 0; i < ruleset.rules.size() && steps_ <= kMostSteps;) {
    if (!workspace.empty() && workspace[0].is(meta::kMailer)) break;  // resolved
    const CompiledRule& rule = ruleset.rules[i];
    if (rule_trace_ != nullptr) rule_trace_->trying(rule);
    if (++applications > kMostApplications) {
      message(fmt::format("Infinite loop in ruleset {}, rule {}", ruleset.name, rule.number));
      break;
    }
    bool hopeless = rule_trace_ == nullptr && !has_a_chance(rule, workspace, summary);
    if (hopeless || !matcher_.match(rule, workspace, bindings)) {
      if (rule_trace_ != nullptr) rule_trace_->failed(rule);
      applications = 0;
      ++i;
      continue;
    }
    if (rule_trace_ != nullptr) rule_trace_->matched(rule);
    if (replace(rule, ruleset, bindings, workspace, status) == Outcome::broken) return false;
    scan_broke_ = false;
    if (rule_trace_ != nullptr) rule_trace_->rewritten(workspace);
    if (rule.after == CompiledRule::After::leave_ruleset) break;
    if (rule.after == CompiledRule::After::next_rule) {
      ++i;
      applications = 0;
    }
    summary = summarize(workspace);
  }
  if (steps_ > kMostSteps) status = ExitStatus::temp_fail;
  return true;
}

Rewriter::Outcome Rewriter::replace(const CompiledRule& rule, const CompiledRuleset& ruleset, const Bindings& bindings,
                                    Workspace& workspace, ExitStatus& status) {
  Workspace next = spare();
  if (!substitute(rule, ruleset, bindings, workspace, next, status)) return Outcome::broken;
  bool looks_up = false;
  bool calls = false;
  for (const Token& token : next) {
    looks_up = looks_up || token.is(meta::kMapLookupBegin) || token.is(meta::kHostLookupBegin);
    calls = calls || token.is(meta::kCall);
  }
  if (looks_up && !look_up_all(next, status)) return Outcome::broken;
  calls = calls || looks_up;
  if (calls) {
    ExitStatus called = call_all(next);
    if (called == ExitStatus::temp_fail || (called != ExitStatus::ok && status != ExitStatus::temp_fail))
      status = called;
  }
  workspace.swap(next);
  spare_.push_back(std::move(next));
  return Outcome::applied;
}

// An empty workspace, with the memory of one that is not needed any more.
Workspace Rewriter::spare() {
  if (spare_.empty()) {
    Workspace fresh;
    fresh.reserve(kUsualTokens);
    return fresh;
  }
  Workspace out = std::move(spare_.back());
  spare_.pop_back();
  out.clear();
  return out;
}

bool Rewriter::substitute(const CompiledRule& rule, const CompiledRuleset& ruleset, const Bindings& bindings,
                          const Workspace& workspace, Workspace& out, ExitStatus& status) {
  out.reserve(rule.replacements.size() + workspace.size());
  for (const Replacement& item : rule.replacements) {
    if (item.kind == Replacement::Kind::literal) {
      out.push_back(item.literal);
    } else if (item.kind == Replacement::Kind::deferred_macro) {
      if (!substitute_macro(item.text, out)) {
        status = ExitStatus::data_error;
        return false;
      }
    } else {
      if (item.argument < 1 || static_cast<size_t>(item.argument) > bindings.count) {
        message(fmt::format("rewrite: ruleset {}: replacement ${} out of bounds", ruleset.name, item.argument));
        status = ExitStatus::config;
        return false;
      }
      const Bindings::Range& range = bindings.ranges[static_cast<size_t>(item.argument) - 1];
      std::span<const Token> bound = std::span(workspace).subspan(range.begin, range.end - range.begin);
      if (rule_trace_ != nullptr) rule_trace_->argument(item.argument, bound);
      for (const Token& token : bound) out.push_back(token);
    }
    if (out.size() >= kMostTokens) {
      message("rewrite: expansion too long");
      status = ExitStatus::data_error;
      return false;
    }
  }
  return true;
}

bool Rewriter::substitute_macro(const std::string& name, Workspace& out) {
  const std::string* value = context_.macros->find(name);
  if (rule_trace_ != nullptr)
    rule_trace_->deferred_macro("RHS", name, value == nullptr ? "(NULL)" : std::string_view(*value));
  if (value == nullptr) return true;
  if (std::none_of(value->begin(), value->end(), [](char c) { return meta::is_meta(c) || c == meta::kQuote; }))
    return scan_result(*value, address::TokenTable::external, out);
  return scan_result(address::as_macro_references(*value), address::TokenTable::external, out);
}

bool Rewriter::look_up_all(Workspace& workspace, ExitStatus& status) {
  Workspace out;
  out.reserve(workspace.size());
  for (size_t i = 0; i < workspace.size(); ++i) {
    bool host = workspace[i].is(meta::kHostLookupBegin);
    if (!host && !workspace[i].is(meta::kMapLookupBegin)) {
      out.push_back(workspace[i]);
      continue;
    }
    char closing = host ? meta::kHostLookupEnd : meta::kMapLookupEnd;
    size_t begin = i + 1;
    size_t end = begin;
    while (end < workspace.size() && !workspace[end].is(closing)) ++end;
    // One that is never closed goes on to the end.
    std::string_view map = "host";
    if (!host && begin < workspace.size()) map = workspace[begin++].text;
    end = std::max(begin, end);
    if (!look_up(std::span(workspace).subspan(begin, end - begin), map, out, status)) return false;
    i = end;
  }
  workspace.swap(out);
  return true;
}

bool Rewriter::look_up(std::span<const Token> lookup, std::string_view map, Workspace& out, ExitStatus& status) {
  std::span<const Token> key = lookup;
  std::optional<std::span<const Token>> fallback;
  std::vector<std::string> arguments;
  // Marks cut the lookup into pieces: the key, an argument behind each `$@`, the default behind the last `$:`.
  char separator = rules_.separator_of_map(map);
  size_t start = 0;
  char part = '\0';
  for (size_t i = 0; i <= lookup.size(); ++i) {
    if (i < lookup.size() && !lookup[i].is(meta::kHost) && !lookup[i].is(meta::kUser)) continue;
    std::span<const Token> piece = lookup.subspan(start, i - start);
    if (part == '\0')
      key = piece;
    else if (part == meta::kUser)
      fallback = piece;
    else if (arguments.size() < kMostArguments)
      arguments.push_back(join(piece).substr(0, kLongestPiece));
    if (i == lookup.size()) break;
    part = lookup[i].text[0];
    start = i + 1;
  }
  steps_ += kStepsOfLookup;
  std::string key_text = join(key, separator);
  maps::MapAnswer answer;
  if (!maps_.exists(map)) {
    message(fmt::format("rewrite: map {} not found", map));
  } else {
    maps::MapContext map_context{&config_, context_.macros, context_.delivery_mode, context_.queue_id, {}, context_.trace};
    answer = maps_.lookup(map, {key_text, arguments, true}, map_context);
    if (!answer.message.empty()) {
      message(answer.message);
      if (map_message_.empty() && answer.status != ExitStatus::temp_fail) map_message_ = answer.message;
    }
    if (answer.status == ExitStatus::temp_fail) {
      status = ExitStatus::temp_fail;
      if (map_message_.empty()) map_message_ = fmt::format("{} map: lookup ({}): deferred", map, key_text);
    }
    if (context_.trace != nullptr)
      context_.trace->lookup({map, key_text, arguments, answer.has_value, answer.value, to_int(answer.status)});
  }
  bool usable = true;
  if (answer.has_value)
    usable = scan_result(answer.value, address::TokenTable::external, out);
  else if (!fallback)
    out.insert(out.end(), key.begin(), key.end());
  else
    usable = scan_result(join(*fallback).substr(0, kLongestPiece), address::TokenTable::internal, out);
  if (!usable) status = ExitStatus::data_error;
  return usable;
}

// Calls are found from left to right and run from right to left, each with everything behind it. A set without rules is
// taken out when it is found; the token that moves into its place is not looked at again, which is why a call right
// behind such a one stays as text, in sendmail as here.
ExitStatus Rewriter::call_all(Workspace& workspace) {
  struct Found {
    size_t position;
    const CompiledRuleset* ruleset;
  };
  std::array<Found, kMostCalls> found;
  size_t count = 0;
  for (size_t i = 0; i + 1 < workspace.size(); ++i) {
    if (!workspace[i].is(meta::kCall)) continue;
    const CompiledRuleset* ruleset = rules_.find_word(workspace[i + 1]);
    std::string name;
    if (ruleset == nullptr) {
      name = address::dequote(workspace[i + 1].text);
      if (!find_called(name, ruleset)) {
        workspace[i + 1] = token(name);
        return ExitStatus::config;
      }
    }
    if (ruleset == nullptr || ruleset->rules.empty()) {
      if (wants_note(21, 3)) note(21, 3, skip_note(ruleset, name));
      auto place = workspace.begin() + static_cast<std::ptrdiff_t>(i);
      workspace.erase(place, place + 2);
      continue;
    }
    if (count >= kMostCalls) {
      message(fmt::format("Too many subroutine calls ({} max)", kMostCalls + 1));
      return ExitStatus::config;
    }
    found[count++] = {i, ruleset};
  }
  ExitStatus status = ExitStatus::ok;
  while (count > 0) {
    auto [at, ruleset] = found[--count];
    Workspace argument = spare();
    argument.assign(workspace.begin() + static_cast<std::ptrdiff_t>(at) + 2, workspace.end());
    ExitStatus called = run(*ruleset, argument);
    workspace.resize(at);
    workspace.insert(workspace.end(), argument.begin(), argument.end());
    spare_.push_back(std::move(argument));
    if (workspace.size() >= kMostTokens) {
      message("rewrite: expansion too long");
      return ExitStatus::data_error;
    }
    if (called != ExitStatus::ok) status = called;
    if (called != ExitStatus::ok && called != ExitStatus::temp_fail) break;
  }
  return status;
}

// Sets with numbers exist without a line of theirs.
bool Rewriter::find_called(std::string& name, const CompiledRuleset*& ruleset) {
  if (!name.empty() && ascii::is_digit(name[0])) {
    int64_t number = parse_leading_int(name);
    if (number < kMostNumbered) {
      ruleset = rules_.find(std::to_string(number));
      return true;
    }
    message(fmt::format("bad ruleset {} ({} max)", number, kMostNumbered));
  } else if (!name.empty() && ascii::is_alpha(name[0])) {
    // What no name can hold ends it; a blank does so in messages, too.
    name.erase(std::find_if(name.begin(), name.end(), ascii::is_space), name.end());
    auto end = std::find_if(name.begin(), name.end(), [](char c) { return !ascii::is_alnum(c) && c != '_'; });
    ruleset = rules_.find(std::string_view(name).substr(0, static_cast<size_t>(end - name.begin())));
    if (ruleset != nullptr) return true;
  } else {
    message(fmt::format("invalid ruleset name: \"{}\"", name));
  }
  message(fmt::format("Unknown ruleset {}", name));
  return false;
}

}  // namespace sm::rules
