// See the header.
#include "m4cf/explain.h"

#include <algorithm>

#include "lib/base/posix.h"
#include "m4cf/translation.h"

namespace sm::m4cf {
namespace {

constexpr size_t kMostCalls = 40;
constexpr size_t kMostParentheses = 5;
constexpr size_t kLargestFile = 16 << 20;

std::string place(const Location& where) {
  if (!where.file) return "-";
  return *where.file + ":" + std::to_string(where.line);
}

void show_calls(Engine& m4) {
  std::vector<Expander::TracedCall> calls = m4.expander().backtrace();
  size_t shown = 0;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (++shown > kMostCalls) {
      m4.diagnostics().raw("    " + say("and %1 more", {std::to_string(calls.size() - kMostCalls)}) + "\n");
      return;
    }
    const char* text = call->collecting ? "collecting the arguments of `%1', called at %2"
                                        : "in the expansion of `%1', called at %2";
    m4.diagnostics().raw("    " + say(text, {std::string(call->name), place(call->location)}) + "\n");
  }
}

// The first line from `where` on that opens more quotes than it closes, with what follows it in mind.
void show_missing_quote(Engine& m4, const Location& where) {
  const std::string& open = m4.quoting().open();
  const std::string& close = m4.quoting().close();
  if (!where.file || open.empty() || open == close) return;
  Result<std::string> text = read_file(*where.file, kLargestFile);
  if (!text) return;
  auto count = [](std::string_view line, const std::string& wanted) {
    size_t found = 0;
    for (size_t at = line.find(wanted); at != std::string_view::npos; at = line.find(wanted, at + wanted.size())) found++;
    return found;
  };
  size_t begin = 0;
  for (int line = 1; begin < text->size(); line++) {
    size_t end = std::min(text->find('\n', begin), text->size());
    std::string_view whole = std::string_view(*text).substr(begin, end - begin);
    if (line >= where.line && count(whole, open) > count(whole, close)) {
      m4.diagnostics().raw("    " + say("%1 opens more quotes than it closes; a %2 is probably missing in: %3",
                                        {*where.file + ":" + std::to_string(line), close, std::string(whole)}) + "\n");
      return;
    }
    begin = end + 1;
  }
}

// Lines from `first` on with a parenthesis that nothing closes. Quoted text and comments are passed over.
std::vector<int> unclosed_parentheses(const Quoting& quoting, std::string_view text, int first) {
  std::vector<int> open;
  size_t depth = 0;
  int line = 1;
  auto next_is = [&text](const std::string& delimiter) { return !delimiter.empty() && text.starts_with(delimiter); };
  while (!text.empty()) {
    size_t length = 1;
    if (line < first) {
      length = std::min(text.find('\n'), text.size() - 1) + 1;
    } else if (depth > 0 && next_is(quoting.close())) {
      length = quoting.close().size();
      depth--;
    } else if (next_is(quoting.open())) {
      length = quoting.open().size();
      depth++;
    } else if (depth == 0 && next_is(quoting.comment_begin())) {
      length = std::min(text.find(quoting.comment_end(), quoting.comment_begin().size()), text.size());
    } else if (depth == 0 && text[0] == '(') {
      open.push_back(line);
    } else if (depth == 0 && text[0] == ')' && !open.empty()) {
      open.pop_back();
    }
    line += static_cast<int>(std::ranges::count(text.substr(0, length), '\n'));
    text.remove_prefix(length);
  }
  return open;
}

void show_open_parentheses(Engine& m4, const Location& where) {
  if (!where.file) return;
  Result<std::string> text = read_file(*where.file, kLargestFile);
  if (!text) return;
  std::vector<int> lines = unclosed_parentheses(m4.quoting(), *text, where.line);
  if (lines.size() > kMostParentheses) lines.resize(kMostParentheses);
  for (int line : lines) {
    m4.diagnostics().raw("    " + say("nothing closes the parenthesis opened at %1", {place({where.file, line})}) + "\n");
  }
}

}  // namespace

void explain_diagnostics(Engine& m4) {
  m4.input().keep_finished(true);
  m4.diagnostics().after_each([&m4](Diagnostics::Severity severity, const Location& where, std::string_view text) {
    if (severity == Diagnostics::Severity::note) return;
    show_calls(m4);
    if (text.find("end of file in string") != std::string_view::npos) {
      m4.diagnostics().raw("    " + say("the quote was opened at %1", {place(where)}) + "\n");
      show_missing_quote(m4, where);
    } else if (text.find("end of file in argument list") != std::string_view::npos) {
      m4.diagnostics().raw("    " + say("the argument began at %1; a ) or a ' is missing behind it", {place(where)}) + "\n");
      show_open_parentheses(m4, where);
      show_missing_quote(m4, where);
    }
  });
}

}  // namespace sm::m4cf
