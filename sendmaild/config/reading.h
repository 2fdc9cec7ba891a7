// The state of one reading of a sendmail.cf, shared by the parsers of the line types. Internal to this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sendmaild/config/complaint.h"
#include "sendmaild/config/config.h"
#include "sendmaild/config/host_facts.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/config/parse_hooks.h"

namespace sm::config {

struct Reading {
  const CommandLineSettings& command_line;
  const HostFacts& host;
  const ParseHooks& hooks;
  const ComplaintSink& sink;

  Config config;
  // Position for complaints; line 0: not in the file (command line, final checks), nothing is put in front of texts.
  int line = 0;
  ExitStatus status = ExitStatus::ok;
  bool stop = false;  // a mistake after which sendmail exits at once
  bool drop_privileges = false;

  // Options the command line has set: "LogLevel", "Timeout.queuereturn".
  std::set<std::string> sticky;
  bool colon_ok_was_set = false;
  bool operator_chars_was_set = false;
  int current_ruleset = -1;              // index into config.rulesets; -1 before the first S line or after a bad one
  std::set<int> rulesets_with_rules;     // numbers that S lines have opened before
  int named_rulesets = 0;
  std::vector<std::string> unnumbered_rulesets;  // their S lines wanted numbers that cannot be had

  // Complaints, with "FILE: line N: " in front while a file is read.
  void error(std::string text, std::string hint = {});                       // "554 5.0.0"
  void error_code(std::string code, std::string text);                       // another reply code
  void system_error(std::string text, int error_number);                     // "451 4.0.0", ": strerror" behind
  void unsafe_file(const std::string& text, const std::string& why);         // "451 4.0.0", ": why" behind
  void user_error(std::string text);                                         // "550", exit status unchanged
  void message(std::string text);                                            // "050"
  void warning(std::string text);                                            // as notice(), for the log too
  void notice(std::string text);                                             // plain line, never with file and line
  // An error after which nothing more is read; sendmail exits with `code`.
  void fatal(std::string text, ExitStatus code);

  // Macros of an encoded text replaced, as the definitions stand now. `expand` gives final text; `expand_encoded`
  // keeps metasymbols.
  std::string expand(std::string_view encoded) const;
  std::string expand_encoded(std::string_view encoded) const;

 private:
  void complain(Complaint::Kind kind, std::string code, std::string text, ExitStatus code_for_exit, std::string hint);
};

// One parser for each line type; `body` is the encoded line without its first letter.
void parse_define(Reading& reading, std::string_view body);       // D
void parse_class(Reading& reading, std::string_view body);        // C
void parse_trusted(Reading& reading, std::string_view body);      // T
void parse_class_file(Reading& reading, std::string_view body);   // F
void parse_environment(Reading& reading, std::string_view body);  // E
void parse_precedence(Reading& reading, std::string_view whole);  // P, with its letter
void parse_version(Reading& reading, std::string_view body);      // V
void parse_header_line(Reading& reading, std::string_view body);  // H
void parse_map(Reading& reading, std::string_view body);          // K
void parse_mailer(Reading& reading, std::string_view body);       // M
void parse_option_line(Reading& reading, std::string_view body);  // O
void parse_queue_group(Reading& reading, std::string_view body);  // Q
void parse_rule(Reading& reading, std::string_view whole);        // R, with its letter
void parse_ruleset(Reading& reading, std::string_view body);      // S
void parse_milter(Reading& reading, std::string_view body);       // X

// Sets one option; `is_sticky` for those of the command line. `text` is "Name=value" or, not `long_form`, "Xvalue".
void set_option(Reading& reading, std::string_view text, bool long_form, bool is_sticky);

// The number of a ruleset named in S lines, mailers and headers ("12", "check_mail", "name=12"); a new name gets a
// number from above. -1 after a complaint.
int ruleset_number(Reading& reading, std::string_view text);
// The ruleset of that number, made when missing.
RulesetSource& ruleset_of_number(Reading& reading, int number);
// At the end: names whose numbers could not be had belong to sets all the same, without rules, that show by their numbers.
void number_rulesets(Reading& reading);

// One DaemonPortOptions or ClientPortOptions value; adds to config.daemon_ports or client_ports.
void parse_port_options(Reading& reading, std::string_view value, bool is_client);

// Macros, classes and mailers that exist before the first line, and what is added after the last one.
void add_start_content(Reading& reading);
void add_end_content(Reading& reading);
// Checks over the whole configuration.
void cross_check(Reading& reading);

// Helpers over encoded text.
// The text with quotation marks removed and \n \r \f \b resolved up to `delimiter` (NUL: the end); `rest` moves
// behind the delimiter. Other escaped characters stand for themselves.
std::string munch(std::string_view text, char delimiter = '\0', std::string_view* rest = nullptr);
// Encoded text as the person typed it, for values that are not expanded.
std::string plain(std::string_view encoded);
// How complaints quote a line: `$` shows as control-A.
std::string quoted_line(std::string_view encoded);

// user[:group] with `:`, `/` or `.` between; complaints start with `what`, "option u" or "mailer U= flag".
struct ParsedUser {
  bool ok = false;
  bool has_uid = false, has_gid = false;
  uid_t uid = 0;
  gid_t gid = 0;
};
ParsedUser parse_user(Reading& reading, std::string_view text, const std::string& what, bool group_too);

// An interval with complaints about its unit.
std::chrono::seconds interval(Reading& reading, std::string_view text, char unit);
// atoi and atol.
int number(std::string_view text);
int64_t long_number(std::string_view text);
// Empty, or t T y Y in front.
bool boolean(std::string_view text);

}  // namespace sm::config
