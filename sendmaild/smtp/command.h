// One command line: verb and argument. Case is ignored, leading blanks are skipped, the verb ends at the first white
// space (sendmail's rules, laxer than RFC 5321 §4.1.1).
#pragma once

#include <string>
#include <string_view>

namespace sm::smtp {

enum class Verb {
  unknown, helo, ehlo, mail, rcpt, data, rset, noop, quit, vrfy, expn, help, etrn, verb, auth, starttls,
  not_implemented,  // SEND SAML SOML TURN
  logged_unknown,   // WIZ DEBUG SHOWQ: unknown, but logged
};

struct Command {
  Verb verb = Verb::unknown;
  std::string verb_text;  // as typed
  std::string argument;   // from the first non-blank after the verb, trailing blanks kept off
  std::string line;       // the whole line as typed, for replies that quote it
};

// `line` without its line end; a NUL ends it too.
Command parse_command(std::string_view line);

// Whether a first line looks like a web browser's or proxy client's (GET, POST, CONNECT, USER and a blank).
bool is_http_command(std::string_view line);

}  // namespace sm::smtp
