// Command lines as people and programs type them.
#include "sendmaild/smtp/command.h"

#include <doctest/doctest.h>

using namespace sm::smtp;

TEST_CASE("smtp/command: verb and argument are found whatever the case and blanks") {
  struct Row {
    const char* what;
    std::string_view line;
    Verb verb;
    std::string verb_text;
    std::string argument;
  };
  const Row rows[] = {
      {"plain", "EHLO host", Verb::ehlo, "EHLO", "host"},
      {"lower case", "mail from:<a@b>", Verb::mail, "mail", "from:<a@b>"},
      {"leading and trailing blanks", "  rset  ", Verb::rset, "rset", ""},
      {"tab", "RCPT\tTO:<a>", Verb::rcpt, "RCPT", "TO:<a>"},
      {"unknown", "FOO bar", Verb::unknown, "FOO", "bar"},
      {"prefix of a verb", "MAI x", Verb::unknown, "MAI", "x"},
      {"not implemented", "TURN", Verb::not_implemented, "TURN", ""},
      {"watched", "WIZ", Verb::logged_unknown, "WIZ", ""},
      {"nothing", "", Verb::unknown, "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Command command = parse_command(row.line);
    CHECK(command.verb == row.verb);
    CHECK(command.verb_text == row.verb_text);
    CHECK(command.argument == row.argument);
  }
}
