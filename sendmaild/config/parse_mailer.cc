// M lines. A field is known by its first letter alone; values end at a comma that is not quoted.
#include <fmt/format.h>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr size_t kMostMailers = 25;
constexpr int kLineLimit = 990;  // F=L

// The ruleset's name; false after a complaint.
bool read_ruleset(Reading& reading, std::string_view text, std::string& name) {
  int number = ruleset_number(reading, text);
  if (number < 0) return false;
  name = ruleset_of_number(reading, number).name;
  return true;
}

// S= and R=: one ruleset, or envelope/header. False after a complaint, which costs the whole mailer.
bool read_rulesets(Reading& reading, const std::string& encoded, std::string& envelope, std::string& header) {
  std::string value = reading.expand(encoded);
  size_t slash = value.find('/');
  if (!read_ruleset(reading, std::string_view(value).substr(0, slash), envelope)) return false;
  if (slash == std::string::npos) {
    header = envelope;
    return true;
  }
  std::string_view second = std::string_view(value).substr(slash + 1);
  return read_ruleset(reading, second.substr(0, second.find('/')), header);
}

// T=mta/address/diagnostic; a part that is missing keeps what it had.
void read_types(Mailer& mailer, std::string_view value) {
  size_t first = value.find('/');
  mailer.mta_type = value.substr(0, first);
  if (first == std::string_view::npos) return;
  value.remove_prefix(first + 1);
  size_t second = value.find('/');
  mailer.address_type = value.substr(0, second);
  if (second == std::string_view::npos) return;
  mailer.diagnostic_type = value.substr(second + 1);
}

void read_user(Reading& reading, Mailer& mailer, const std::string& value) {
  if (value.find_first_of(":/.") == 0 || trim(value).empty())
    return reading.error(fmt::format("mailer {}: null user name", mailer.name));
  ParsedUser user = parse_user(reading, value, "mailer U= flag", true);
  if (!user.ok) return;
  mailer.user = value;
  mailer.has_user = true;
  mailer.uid = user.uid;
  mailer.gid = user.gid;
}

// What belongs to the line but not to the Mailer.
struct Draft {
  Mailer mailer;
  bool has_argv = false;
};

// False when the line cannot become a mailer any more.
bool read_field(Reading& reading, Draft& draft, char field, const std::string& encoded) {
  Mailer& mailer = draft.mailer;
  std::string value = plain(encoded);
  switch (field) {
    case 'P': mailer.path = value; break;
    case 'F':
      for (char flag : value)
        if (!ascii::is_space(flag)) mailer.flags.set(flag);
      break;
    case 'S': return read_rulesets(reading, encoded, mailer.sender_envelope_ruleset, mailer.sender_header_ruleset);
    case 'R':
      return read_rulesets(reading, encoded, mailer.recipient_envelope_ruleset, mailer.recipient_header_ruleset);
    case 'A':
      draft.has_argv = !trim(encoded).empty();
      mailer.argv.clear();
      for (std::string_view word : words(encoded)) mailer.argv.emplace_back(word);
      break;
    case 'E': mailer.eol = value; break;
    case 'M': mailer.max_message_size = long_number(value); break;
    case 'm': mailer.max_deliveries = std::max(0, number(value)); break;
    case 'r': mailer.max_recipients = number(value) > 0 ? number(value) : 100; break;
    case 'L': mailer.line_limit = std::max(0, number(value)); break;
    case 'D': mailer.directories = encoded; break;
    case 'U': read_user(reading, mailer, value); break;
    case 'N': mailer.nice = number(value); break;
    case 'C': mailer.default_charset = value; break;
    case 'T': read_types(mailer, value); break;
    case 'W': mailer.wait = interval(reading, value, 's'); break;
    case 'Q':
      if (reading.config.find_queue_group(value) == nullptr)
        reading.error(fmt::format("mailer {}: unknown queue {}", mailer.name, value));
      else
        mailer.queue_group = value;
      break;
    case '/': mailer.root = encoded; break;
    default: reading.error(fmt::format("M{}: unknown mailer equate {}=", mailer.name, field));
  }
  return true;
}

// All fields; false after a complaint that ends the line.
bool read_fields(Reading& reading, Draft& draft, std::string_view rest) {
  while (!rest.empty()) {
    while (!rest.empty() && (rest[0] == ',' || ascii::is_space(rest[0]))) rest.remove_prefix(1);
    char field = rest.empty() ? '\0' : rest[0];
    while (!rest.empty() && rest[0] != '=' && rest[0] != ',') rest.remove_prefix(1);
    if (rest.empty() || rest[0] != '=') {
      reading.error(fmt::format("mailer {}: `=' expected", draft.mailer.name));
      return false;
    }
    rest.remove_prefix(1);
    while (!rest.empty() && ascii::is_space(rest[0])) rest.remove_prefix(1);
    if (!read_field(reading, draft, field, munch(rest, ',', &rest))) return false;
  }
  return true;
}

// True when an argument has `$u`: the mailer gets the recipients on its command line and the message on its input.
bool takes_user_argument(const Mailer& mailer) {
  for (const std::string& word : mailer.argv)
    if (word.find(std::string{address::meta::kMacro, 'u'}) != std::string::npos) return true;
  return false;
}

bool check_arguments(Reading& reading, Draft& draft) {
  Mailer& mailer = draft.mailer;
  auto wrong = [&](std::string_view text) {
    reading.error(fmt::format("M{}: {}", mailer.name, text));
    return false;
  };
  if (!draft.has_argv) return wrong("A= argument required");
  if (mailer.path.empty()) return wrong("P= argument required");
  if (ascii::equal_ignoring_case(mailer.path, "[TCP]")) return wrong("P=[TCP] must be replaced by P=[IPC]");
  if (mailer.path == "[IPC]") {
    if (mailer.argv.size() < 2) return wrong("too few parameters for [IPC] mailer");
    if (mailer.argv[0] != "TCP" && mailer.argv[0] != "FILE")
      reading.notice(fmt::format("M{}: Warning: first argument in [IPC] mailer must be TCP or FILE", mailer.name));
  }
  if (mailer.path == "[FILE]") {
    if (mailer.argv.size() < 2) return wrong("too few parameters for [FILE] mailer");
    if (mailer.argv.size() > 2) return wrong("too many parameters for [FILE] mailer");
  }
  return true;
}

void complete(Mailer& mailer) {
  if (mailer.path == "[IPC]") {
    if (mailer.mta_type.empty()) mailer.mta_type = "dns";
    if (mailer.address_type.empty()) mailer.address_type = "rfc822";
    if (mailer.diagnostic_type.empty()) mailer.diagnostic_type = mailer.argv[0] == "FILE" ? "x-unix" : "smtp";
  } else if (!mailer.mta_type.empty()) {
    if (mailer.address_type.empty()) mailer.address_type = "rfc822";
    if (mailer.diagnostic_type.empty()) mailer.diagnostic_type = "smtp";
  }
  if (mailer.eol.empty()) mailer.eol = takes_user_argument(mailer) ? "\n" : "\r\n";
  if (mailer.flags.has('L') && mailer.line_limit == 0) mailer.line_limit = kLineLimit;
  if (mailer.sender_envelope_ruleset.empty()) mailer.sender_envelope_ruleset = mailer.sender_header_ruleset = "0";
  if (mailer.recipient_envelope_ruleset.empty())
    mailer.recipient_envelope_ruleset = mailer.recipient_header_ruleset = "0";
  // Several recipients on one command line make no sense for these two.
  if (ascii::equal_ignoring_case(mailer.name, "prog") || ascii::equal_ignoring_case(mailer.name, "*file*"))
    mailer.flags.set('m', false);
}

}  // namespace

void parse_mailer(Reading& reading, std::string_view body) {
  Draft draft;
  size_t end = 0;
  while (end < body.size() && body[end] != ',' && !ascii::is_space(body[end])) ++end;
  draft.mailer.name = plain(body.substr(0, end));
  if (draft.mailer.name.empty()) return reading.error("name required for mailer");
  if (!read_fields(reading, draft, body.substr(end)) || !check_arguments(reading, draft)) return;
  Mailer& mailer = draft.mailer;
  complete(mailer);
  auto& mailers = reading.config.mailers;
  if (mailers.size() >= kMostMailers)
    return reading.error(fmt::format("too many mailers defined ({} max)", kMostMailers));
  for (Mailer& known : mailers) {
    if (!ascii::equal_ignoring_case(known.name, mailer.name)) continue;
    mailer.index = known.index;
    known = std::move(mailer);
    return;
  }
  mailer.index = static_cast<int>(mailers.size());
  mailers.push_back(std::move(mailer));
}

}  // namespace sm::config
