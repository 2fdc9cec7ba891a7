// See the header. Quoted strings hide every special character; a source route is kept as it is.
#include "lib/address/smtp_path.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::address {
namespace {

// The position behind the '>' that closes text[0] == '<', or npos.
size_t closing_bracket(std::string_view text) {
  bool quoted = false;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '<') {
      ++depth;
    } else if (!quoted && c == '>' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

size_t end_of_bare_path(std::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && ascii::is_blank(text[i]))
      return i;
  }
  return text.size();
}

}  // namespace

Result<SmtpPath> parse_smtp_path(std::string_view argument) {
  SmtpPath out;
  std::string_view text = trim(argument);
  if (!text.empty() && text[0] == '<') {
    size_t end = closing_bracket(text);
    if (end == std::string_view::npos) return Error{"Unbalanced '<'", ExitStatus::usage};
    out.as_written = text.substr(0, end);
    out.text = trim(text.substr(1, end - 2));
    out.rest = trim(text.substr(end));
    return out;
  }
  size_t end = end_of_bare_path(text);
  out.bracketed = false;
  out.as_written = text.substr(0, end);
  out.text = out.as_written;
  out.rest = trim(text.substr(end));
  return out;
}

}  // namespace sm::address
