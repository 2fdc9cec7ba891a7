// See the header.
#include "sendmaild/cli/address_test_trace.h"

#include <fmt/format.h>

#include <algorithm>

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
  traces_ += text;
  traces_ += '\n';
}

void AddressTestTrace::tokens(std::span<const Token> workspace, std::string& out) {
  bool plain = true;
  size_t length = 1;
  for (const Token& token : workspace) {
    plain = plain && token.plain;
    length += 1 + token.text.size();
  }
  if (plain) {
    // Workspaces are printed at each turn of each ruleset: one step for all their tokens.
    out.resize(out.size() + length);
    auto place = out.end() - static_cast<std::ptrdiff_t>(length);
    for (const Token& token : workspace) {
      *place++ = ' ';
      place = std::copy(token.text.begin(), token.text.end(), place);
    }
    *place = '\n';
    return;
  }
  for (const Token& token : workspace) {
    out += ' ';
    if (token.plain)
      out += token.text;
    else
      rules::append_display(out, token.text);
  }
  out += '\n';
}

void AddressTestTrace::enter(const rules::CompiledRuleset& ruleset, std::span<const Token> workspace) {
  out_.append(ruleset.name, 0, 16);
  if (ruleset.name.size() < 16) out_.append(16 - ruleset.name.size(), ' ');
  out_ += "   input:";
  tokens(workspace, out_);
}

void AddressTestTrace::leave(const rules::CompiledRuleset& ruleset, std::span<const Token> workspace) {
  out_.append(ruleset.name, 0, 16);
  if (ruleset.name.size() < 16) out_.append(16 - ruleset.name.size(), ' ');
  out_ += " returns:";
  tokens(workspace, out_);
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
  traces_ += fmt::format("${}:", number);
  for (const Token& token : bound)
    traces_ += fmt::format(" {}=\"{}\"", static_cast<const void*>(token.text.data()), rules::display(token));
  traces_ += '\n';
}

void AddressTestTrace::deferred_macro(std::string_view which, std::string_view name, std::string_view value) {
  if (debug_.at(21, 12)) line(fmt::format("rewrite: {} $&{{{}}} => \"{}\"", which, name, rules::display(value)));
}

void AddressTestTrace::macro_named(std::string_view text) {
  if (!debug_.at(35, 14)) return;
  traces_ += fmt::format("macid({}) => ", rules::display(text));
  address::ParsedName name = address::parse_name(text);
  for (const std::string& error : name.errors) line(error);
  if (!name.valid())
    line("NULL");
  else
    line(text.starts_with('{') ? numbers_.shown(name.name) : name.name);
}

void AddressTestTrace::macro_defined(std::string_view name, const std::string* value, bool again) {
  if (!debug_.at(35, 9)) return;
  line(fmt::format("{}define({} as {})", again ? "re" : "", name, value == nullptr ? "<null>" : rules::display(*value)));
}

void AddressTestTrace::macro_borrowed(std::string_view name, const std::string* value) {
  if (debug_.at(35, 9)) line(fmt::format("macset({} as {})", name, value == nullptr ? "<null>" : rules::display(*value)));
}

void AddressTestTrace::expanded(std::string_view text, std::string_view result) {
  if (debug_.at(35, 24)) line(fmt::format("expand({})\nexpand ==> {}", rules::display(text), rules::display(result)));
}

void AddressTestTrace::rewritten(std::span<const Token> workspace) {
  traces_ += "rewritten as:";
  tokens(workspace, traces_);
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

// Messages are seven bits wide.
void AddressTestTrace::message(std::string_view text) {
  for (char c : text) out_ += static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
  out_ += '\n';
}

void AddressTestTrace::note(int category, int level, std::string_view text) {
  if (debug_.at(category, level)) line(text);
}

void AddressTestTrace::scanning(std::string_view text) {
  if (debug_.at(22, 11)) line(fmt::format("prescan: {}", rules::display(text)));
}

void AddressTestTrace::scan_character(char c, int state) {
  if (debug_.at(22, 101)) traces_ += fmt::format("c={}, s={}; ", c, state);
}

void AddressTestTrace::scan_state(int state) {
  if (debug_.at(22, 101)) line(fmt::format("ns={:02o}", state));
}

void AddressTestTrace::scan_token(std::string_view token) { line("tok=" + rules::display(token)); }

void AddressTestTrace::scanned(std::span<const Token> scanned) {
  if (!debug_.at(22, 12)) return;
  traces_ += "prescan==>";
  tokens(scanned, traces_);
}

}  // namespace sm::cli
