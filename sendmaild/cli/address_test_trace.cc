// See the header.
#include "sendmaild/cli/address_test_trace.h"

#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "sendmaild/rules/compile.h"

namespace sm::cli {
namespace {

using rules::Token;

std::string side(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) {
    if (!out.empty()) out += ' ';
    out += rules::display(token);
  }
  return out;
}

}  // namespace

void AddressTestTrace::line(std::string_view text) {
  out_ += text;
  out_ += '\n';
}

void AddressTestTrace::tokens(std::span<const Token> workspace) {
  for (const Token& token : workspace) {
    out_ += ' ';
    rules::append_display(out_, token.text);
  }
  out_ += '\n';
}

void AddressTestTrace::enter(const rules::CompiledRuleset& ruleset, std::span<const Token> workspace) {
  out_.append(ruleset.name, 0, 16);
  if (ruleset.name.size() < 16) out_.append(16 - ruleset.name.size(), ' ');
  out_ += "   input:";
  tokens(workspace);
}

void AddressTestTrace::leave(const rules::CompiledRuleset& ruleset, std::span<const Token> workspace) {
  out_.append(ruleset.name, 0, 16);
  if (ruleset.name.size() < 16) out_.append(16 - ruleset.name.size(), ' ');
  out_ += " returns:";
  tokens(workspace);
}

void AddressTestTrace::trying(const rules::CompiledRule& rule) {
  if (!debug_.at(21, 12)) return;
  if (debug_.at(21, 15))
    line(fmt::format("-----trying rule (line {}): {}", rule.source->line, side(rule.source->left)));
  else
    line(fmt::format("-----trying rule: {}", side(rule.source->left)));
}

void AddressTestTrace::failed(const rules::CompiledRule&) {
  if (debug_.at(21, 10)) line("----- rule fails");
}

void AddressTestTrace::matched(const rules::CompiledRule& rule) {
  if (debug_.at(21, 12)) line(fmt::format("-----rule matches: {}", side(rule.source->right)));
}

void AddressTestTrace::argument(int number, std::span<const Token> bound) {
  if (!debug_.at(21, 15)) return;
  out_ += fmt::format("${}:", number);
  for (const Token& token : bound)
    out_ += fmt::format(" {}=\"{}\"", static_cast<const void*>(token.text.data()), rules::display(token));
  out_ += '\n';
}

void AddressTestTrace::deferred_macro(std::string_view which, std::string_view name, std::string_view value) {
  if (debug_.at(21, 12)) line(fmt::format("rewrite: {} $&{{{}}} => \"{}\"", which, name, rules::display(value)));
}

void AddressTestTrace::rewritten(std::span<const Token> workspace) {
  out_ += "rewritten as:";
  tokens(workspace);
}

void AddressTestTrace::step(Step step, std::string_view op, const Token* token) {
  bool advance = step == Step::advance;
  if (!debug_.at(21, advance ? 35 : 36)) return;
  if (step == Step::class_match) {
    line("CLMATCH");
    return;
  }
  std::string_view word = advance ? "ADVANCE" : step == Step::backup ? "BACKUP " : "EXTEND ";
  line(fmt::format("{} rp={}, ap={}", word, op.empty() ? "<null>" : op,
                   token == nullptr ? "<null>" : rules::display(*token)));
}

void AddressTestTrace::lookup(const rules::LookupNote& note) {
  if (!debug_.at(60, 1)) return;
  std::string arguments;
  if (debug_.at(60, 5)) {
    arguments = fmt::format(", %0={}", note.key);
    for (size_t i = 0; i < note.arguments.size(); ++i)
      arguments += fmt::format(", %{}={}", i + 1, note.arguments[i]);
  }
  line(fmt::format("map_lookup({}, {}{}) => {} ({}), ad=0", note.map, note.key, arguments,
                   note.found ? note.value : "NOT FOUND", note.status));
}

void AddressTestTrace::message(std::string_view text) { line(text); }

void AddressTestTrace::note(int category, int level, std::string_view text) {
  if (debug_.at(category, level)) line(text);
}

void AddressTestTrace::scanning(std::string_view text) {
  if (debug_.at(22, 11)) line(fmt::format("prescan: {}", rules::display(text)));
  if (debug_.at(22, 101)) text_ = text;
}

// The states of the scanner one character after the other: 0 operator, 1 atom, 2 quoted, 3 space; 40 (octal) means that
// a token ends.
void AddressTestTrace::states(std::span<const Token> scanned) {
  int state = 1;
  bool quoted = false;
  size_t token = 0;
  size_t begun = 0;  // characters of the current token
  for (char c : text_) {
    int next = c == ' ' ? 3 : c == '"' ? 2 : kOperators.find(c) != std::string::npos ? 0 : 1;
    bool ends = state != 1 || next != 1;
    if (quoted) {
      next = c == '"' ? 0 : 2;
      ends = false;
    }
    line(fmt::format("c={}, s={}; ns={:02o}", c, state, next | (ends ? 040 : 0)));
    if (ends && begun > 0 && token < scanned.size()) {
      line("tok=" + rules::display(scanned[token++]));
      begun = 0;
    }
    if (quoted || next != 3) ++begun;
    if (!quoted && next == 2)
      quoted = true;
    else if (quoted && c == '"')
      quoted = false;
    state = next;
  }
  if (begun > 0 && token < scanned.size()) line("tok=" + rules::display(scanned[token]));
}

void AddressTestTrace::scanned(std::span<const Token> scanned) {
  if (debug_.at(22, 101))
    states(scanned);
  else if (debug_.at(22, 36))
    for (const Token& token : scanned) line("tok=" + rules::display(token));
  if (!debug_.at(22, 12)) return;
  out_ += "prescan==>";
  tokens(scanned);
}

}  // namespace sm::cli
