// The historic command line of sendmail(8): clustered flags, -q with its forms, -O and -o options, personalities by the
// name the program is called by. Parsed into values before the configuration is read; nothing is acted upon here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/cli/mode.h"

namespace sm::cli {

// One -qI, -qR, -qS or -qQ restriction: equal kinds are alternatives, different kinds must all hold.
struct QueueLimit {
  enum class Kind { id, recipient, sender, quarantine_reason };
  Kind kind = Kind::id;
  bool negated = false;   // -q!R…
  std::string text;
};

struct QueueRun {
  bool asked = false;                           // any -q
  std::optional<std::chrono::seconds> interval; // -q30m; not set: once
  bool foreground = false;                      // -qf
  bool persistent = false;                      // -qp
  std::string group;                            // -qG
  bool quarantined = false;                     // -qQ
  bool lost = false;                            // -qL
  std::vector<QueueLimit> limits;
};

struct CommandLine {
  std::string program;                      // last component of argv[0]
  Mode mode = Mode::deliver;
  bool mode_given = false;                  // by -b or by the name
  std::optional<std::string> config_file;   // -C
  char config_choice = 0;                   // -Ac: 'c', -Am: 'm'
  bool one_process = false;                 // --one-process
  QueueRun queue;

  // Submission.
  std::vector<std::string> recipients;
  std::optional<std::string> sender;        // -f, -r; may be empty for <>
  std::string full_name;                    // -F
  bool recipients_from_header = false;      // -t
  bool ignore_dots = false;                 // -i, -oi
  bool no_aliases = false;                  // -n
  bool gateway = false;                     // -G
  std::optional<std::string> notify;        // -N as given
  std::optional<std::string> ret;           // -R "full" or "hdrs"
  std::optional<std::string> envelope_id;   // -V
  std::string body_type;                    // -B
  int hop_count = -1;                       // -h
  std::string protocol, protocol_host;      // -p
  std::optional<std::string> quarantine;    // -Q

  bool verbose = false;                     // -v
  std::string debug;                        // -d, as given ("0.1"); "0-99.1" for -d alone
  std::string debug_file;                   // -D
  std::string syslog_tag;                   // -L
  std::string traffic_log;                  // -X
  // -O Name=value and -oXvalue (and the letter flags that are options: -c -e -i -m -s -v), in order. The first member is
  // "O" (long name in the second) or "o" (letter first).
  std::vector<std::pair<char, std::string>> settings;
  std::vector<std::pair<std::string, std::string>> macros;  // -M
};

// Error: text as sendmail prints it, status EX_USAGE.
Result<CommandLine> parse_command_line(const std::vector<std::string>& argv);

// The text of --help.
std::string help_text(const std::string& program);

}  // namespace sm::cli
