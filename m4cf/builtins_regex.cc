// Builtins over regular expressions: regexp and patsubst.
#include "lib/base/ascii.h"
#include "m4cf/engine.h"

namespace sm::m4cf {
namespace {

// Appends the replacement with \& and \1…\9 filled in. Warns as GNU m4 does about doubtful backslashes.
void substitute(Engine& m4, const Call& call, std::string_view subject, std::string_view replacement,
                const RegexMatch& match, size_t groups, ByteBuffer& out) {
  for (size_t at = 0; at < replacement.size(); at++) {
    size_t backslash = replacement.find('\\', at);
    out.append(replacement.substr(at, backslash == std::string_view::npos ? backslash : backslash - at));
    if (backslash == std::string_view::npos) return;
    at = backslash + 1;
    if (at == replacement.size()) return m4.warn(call, "Warning: trailing \\ ignored in replacement");
    char c = replacement[at];
    if (c == '0' && m4.is_first_old_reference()) {
      m4.warn(call, "Warning: \\0 will disappear, use \\& instead in replacements");
    }
    if (c != '&' && !ascii::is_digit(c)) {
      out.push_back(c);
      continue;
    }
    size_t number = c == '&' ? 0 : static_cast<size_t>(c - '0');
    if (number > groups) {
      m4.warn(call, "Warning: sub-expression " + std::string(1, c) + " not present");
    } else if (match.spans[number].start != RegexMatch::npos) {
      out.append(subject.substr(match.spans[number].start, match.spans[number].end - match.spans[number].start));
    }
  }
}

void gave_up(Engine& m4, const Call& call, std::string_view pattern) {
  m4.diagnostics().error(call.location(), "error matching regular expression `" + std::string(pattern) + "'");
}

}  // namespace

void builtin_regexp(Engine& m4, const Call& call) {
  std::string_view subject = call.arg(1);
  std::string_view pattern = call.arg(2);
  Result<Regex*> regex = m4.regexes().get(pattern);
  if (!regex) {
    return m4.warn(call, "bad regular expression: `" + std::string(pattern) + "': " + regex.error().text);
  }
  RegexMatch match;
  (*regex)->set_subject(subject);
  RegexOutcome outcome = (*regex)->search(0, match);
  if (outcome == RegexOutcome::gave_up) return gave_up(m4, call, pattern);
  bool found = outcome == RegexOutcome::found;
  if (call.count() < 3) {
    return m4.expander().push_result(found ? std::to_string(match.start()) : "-1", call.location());
  }
  if (!found) return;
  ByteBuffer out;
  substitute(m4, call, subject, call.arg(3), match, (*regex)->groups(), out);
  m4.expander().push_result(out.view(0, out.size()), call.location());
}

void builtin_patsubst(Engine& m4, const Call& call) {
  std::string_view subject = call.arg(1);
  std::string_view pattern = call.arg(2);
  if (call.count() < 2) return m4.expander().push_result(subject, call.location());
  Result<Regex*> regex = m4.regexes().get(pattern);
  if (!regex) return m4.warn(call, "bad regular expression `" + std::string(pattern) + "': " + regex.error().text);
  std::string_view replacement = call.arg(3);
  ByteBuffer out;
  RegexMatch match;
  size_t at = 0;
  (*regex)->set_subject(subject);
  while (at <= subject.size()) {
    RegexOutcome outcome = (*regex)->search(at, match);
    if (outcome == RegexOutcome::gave_up) gave_up(m4, call, pattern);
    if (outcome != RegexOutcome::found) break;
    out.append(subject.substr(at, match.start() - at));
    substitute(m4, call, subject, replacement, match, (*regex)->groups(), out);
    at = match.end();
    if (match.end() == match.start()) {
      if (at < subject.size()) out.push_back(subject[at]);
      at++;
    }
  }
  if (at < subject.size()) out.append(subject.substr(at));
  m4.expander().show_empty_result();
  m4.expander().push_result(out.view(0, out.size()), call.location());
}

}  // namespace sm::m4cf
