// See the header.
#include "sendmaild/smtp/command.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smtp {
namespace {

struct VerbName {
  std::string_view name;
  Verb verb;
};

constexpr VerbName kVerbs[] = {
    {"mail", Verb::mail},         {"rcpt", Verb::rcpt},         {"data", Verb::data},
    {"rset", Verb::rset},         {"vrfy", Verb::vrfy},         {"expn", Verb::expn},
    {"help", Verb::help},         {"noop", Verb::noop},         {"quit", Verb::quit},
    {"helo", Verb::helo},         {"ehlo", Verb::ehlo},         {"etrn", Verb::etrn},
    {"verb", Verb::verb},         {"auth", Verb::auth},         {"starttls", Verb::starttls},
    {"send", Verb::not_implemented}, {"saml", Verb::not_implemented}, {"soml", Verb::not_implemented},
    {"turn", Verb::not_implemented}, {"wiz", Verb::logged_unknown},   {"debug", Verb::logged_unknown},
    {"showq", Verb::logged_unknown},
};

}  // namespace

Command parse_command(std::string_view line) {
  Command command;
  line = line.substr(0, line.find('\0'));
  command.line = std::string(line);
  std::string_view rest = trim_left(line);
  size_t end = 0;
  while (end < rest.size() && !ascii::is_space(rest[end])) ++end;
  command.verb_text = std::string(rest.substr(0, end));
  command.argument = std::string(trim(rest.substr(end)));
  for (const VerbName& entry : kVerbs) {
    if (ascii::equal_ignoring_case(entry.name, command.verb_text)) command.verb = entry.verb;
  }
  return command;
}

bool is_http_command(std::string_view line) {
  for (std::string_view verb : {"GET ", "POST ", "CONNECT ", "USER "}) {
    if (ascii::starts_with_ignoring_case(line, verb)) return true;
  }
  return false;
}

}  // namespace sm::smtp
