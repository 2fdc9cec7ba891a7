// H lines: default headers, their conditions, and the rulesets that check headers of messages.
#pragma once

#include <string>

namespace sm::config {

struct HeaderSpec {
  std::string name;           // as written; "*" for the catch-all check
  std::string mailer_flags;   // H?flags?: letters one of which the mailer must have
  std::string macro;          // H?${macro}?: macro name that must be set and not empty
  std::string value;          // encoded default value; empty when the line only checks
  std::string check_ruleset;  // $>name or $>+name: ruleset, empty when none
  bool keep_comments = false; // $>+
  int line = 0;
};

}  // namespace sm::config
