// Options whose values are more than a number or a text.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <array>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/option_table.h"

namespace sm::config {
namespace {

constexpr size_t kMostAliasFiles = 12;
constexpr int kLeastMimeHeader = 128;
constexpr int kLeastMimeField = 40;
constexpr int kLeastHeaders = 16384;

char first_lower(std::string_view text) { return text.empty() ? '\0' : ascii::to_lower(text[0]); }

UserAndGroup& merge(UserAndGroup& target, const ParsedUser& parsed, const std::string& text) {
  target.name = text;
  target.uid = parsed.uid;
  if (parsed.has_gid) target.gid = parsed.gid;
  return target;
}

std::vector<std::string> macro_list(std::string_view text) {
  std::string blanks(text);
  for (char& c : blanks)
    if (c == ',') c = ' ';
  std::vector<std::string> out;
  for (std::string_view word : words(blanks)) out.emplace_back(word);
  return out;
}

enum class AliasClass { fine, not_for_aliases, unknown };

AliasClass alias_class(std::string_view name) {
  constexpr std::array<std::string_view, 16> kFine{"implicit", "hash",   "btree",   "text",    "stab", "null",
                                                  "sequence", "switch", "program", "socket",  "ldap", "nis",
                                                  "nisplus",  "cdb",    "lmdb",    "ndbm"};
  constexpr std::array<std::string_view, 10> kOthers{"user",  "host",  "dns",    "bestmx", "dequote",
                                                    "regex", "arith", "macro", "syslog", "userdb"};
  for (std::string_view known : kFine)
    if (known == name) return AliasClass::fine;
  for (std::string_view known : kOthers)
    if (known == name) return AliasClass::not_for_aliases;
  return AliasClass::unknown;
}

// "class" in "class:spec"; npos when the part has none.
size_t class_end(std::string_view part) {
  size_t i = 0;
  while (i < part.size() && (ascii::is_alnum(part[i]) || part[i] == '_')) ++i;
  size_t end = i;
  while (i < part.size() && ascii::is_blank(part[i])) ++i;
  return i < part.size() && part[i] == ':' && end > 0 ? i : std::string_view::npos;
}

// Each part is a map, too, so that it can be asked like one ("/map Alias0 root" in address test mode).
void declare_alias_file(Reading& reading, AliasFileSpec spec) {
  auto& files = reading.config.options.alias_file;
  if (files.size() >= kMostAliasFiles)
    return reading.error(fmt::format("Too many alias databases defined, {} max", kMostAliasFiles));
  spec.map_name = fmt::format("Alias{}", files.size());
  MapSpec map{spec.map_name, spec.map_class, spec.spec, reading.config.file, reading.line, MapSpec::Purpose::aliases, {}};
  if (reading.hooks.check_map)
    for (std::string& complaint : reading.hooks.check_map(map)) reading.error(std::move(complaint));
  reading.config.maps.push_back(std::move(map));
  files.push_back(std::move(spec));
}

void add_alias_file(Reading& reading, std::string_view part) {
  AliasFileSpec spec;
  size_t colon = class_end(part);
  spec.map_class = "implicit";
  if (colon != std::string_view::npos) {
    spec.map_class = ascii::lower(trim(part.substr(0, colon)));
    spec.class_given = true;
    part = trim(part.substr(colon + 1));
  }
  spec.spec = part;
  switch (alias_class(spec.map_class)) {
    case AliasClass::fine: declare_alias_file(reading, std::move(spec)); break;
    case AliasClass::not_for_aliases:
      reading.error(fmt::format("setalias: map class {} can't handle aliases", spec.map_class));
      break;
    case AliasClass::unknown: reading.error(fmt::format("setalias: unknown alias class {}", spec.map_class)); break;
  }
}

}  // namespace

void set_alias_file(Reading& reading, const OptionLine& line) {
  if (line.text.empty()) return add_alias_file(reading, "aliases");
  for (std::string_view part : split(line.text, ','))
    if (!trim(part).empty()) add_alias_file(reading, trim(part));
}

void set_alias_wait(Reading& reading, const OptionLine& line) {
  reading.config.options.alias_wait =
      line.text.empty() ? std::chrono::minutes(5) : interval(reading, line.text, 'm');
}

void set_blank_sub(Reading& reading, const OptionLine& line) {
  reading.config.options.blank_sub = line.text.empty() ? ' ' : line.text[0];
}

void set_checkpoint_interval(Reading& reading, const OptionLine& line) {
  int value = number(line.text);
  int& target = reading.config.options.checkpoint_interval;
  if (line.sticky && !reading.command_line.privileged && value > target) return;
  target = value;
}

void set_connection_cache_size(Reading& reading, const OptionLine& line) {
  reading.config.options.connection_cache_size = std::max(0, number(line.text));
}

void set_delivery_mode(Reading& reading, const OptionLine& line) {
  char mode = line.text.empty() ? 'i' : line.text[0];
  if (std::string_view("biqd").find(mode) == std::string_view::npos)
    return reading.fatal(fmt::format("Unknown delivery mode {}", mode), ExitStatus::usage);
  reading.config.options.delivery_mode = static_cast<DeliveryMode>(mode);
  reading.config.macros["deliveryMode"] = mode;
}

void set_daemon_port_options(Reading& reading, const OptionLine& line) {
  parse_port_options(reading, line.text, false);
}

void set_client_port_options(Reading& reading, const OptionLine& line) { parse_port_options(reading, line.text, true); }

void set_default_user(Reading& reading, const OptionLine& line) {
  ParsedUser parsed = parse_user(reading, line.text, "option u", true);
  if (parsed.ok) merge(reading.config.options.default_user, parsed, line.text);
}

void set_default_group(Reading& reading, const OptionLine& line) {
  gid_t& gid = reading.config.options.default_user.gid;
  if (!line.text.empty() && ascii::is_digit(line.text[0])) {
    gid = static_cast<gid_t>(number(line.text));
    return;
  }
  std::optional<gid_t> found = reading.host.find_group ? reading.host.find_group(line.text) : std::nullopt;
  if (!found) return reading.error(fmt::format("readcf: option g: unknown group {}", line.text));
  gid = *found;
}

void set_run_as_user(Reading& reading, const OptionLine& line) {
  ParsedUser parsed = parse_user(reading, line.text, "option RunAsUser", true);
  if (parsed.ok) merge(reading.config.options.run_as_user, parsed, line.text);
}

void set_trusted_user(Reading& reading, const OptionLine& line) {
  ParsedUser parsed = parse_user(reading, line.text, "option TrustedUser", false);
  if (parsed.ok) merge(reading.config.options.trusted_user, parsed, line.text);
}

void set_eight_bit_mode(Reading& reading, const OptionLine& line) {
  char mode = line.text.empty() ? '\0' : line.text[0];
  if (mode != 'p' && mode != 'm' && mode != 's')
    return reading.fatal(fmt::format("Unknown 8-bit mode {}", mode), ExitStatus::usage);
  reading.config.options.eight_bit_mode = static_cast<EightBitMode>(mode);
}

void set_error_mode(Reading& reading, const OptionLine& line) {
  char mode = line.text.empty() ? '\0' : line.text[0];
  if (mode != '\0' && std::string_view("pqmwe").find(mode) != std::string_view::npos)
    reading.config.options.error_mode = static_cast<ErrorMode>(mode);
}

void set_forward_path(Reading& reading, const OptionLine& line) { reading.config.options.forward_path = line.value; }

void set_help_file(Reading& reading, const OptionLine& line) {
  reading.config.options.help_file = line.text.empty() ? "helpfile" : line.text;
}

void set_status_file(Reading& reading, const OptionLine& line) {
  reading.config.options.status_file = line.text.empty() ? "statistics" : line.text;
}

void set_log_level(Reading& reading, const OptionLine& line) {
  int value = number(line.text);
  int& target = reading.config.options.log_level;
  if (line.sticky && !reading.command_line.privileged && value < target) return;
  target = value;
}

void set_macro(Reading& reading, const OptionLine& line) {
  address::ParsedName name = address::parse_name(line.value);
  for (const std::string& error : name.errors) reading.error(error);
  if (name.valid()) reading.config.macros[name.name] = munch(std::string_view(line.value).substr(name.length));
}

void set_max_headers_length(Reading& reading, const OptionLine& line) {
  int64_t value = long_number(line.text);
  reading.config.options.max_headers_length = value;
  if (value > 0 && value < kLeastHeaders)
    reading.notice(fmt::format("Warning: MaxHeadersLength: headers length limit set lower than {}", kLeastHeaders));
}

void set_max_mime_header_length(Reading& reading, const OptionLine& line) {
  Options& options = reading.config.options;
  size_t slash = line.text.find('/');
  options.max_mime_header_length = number(line.text);
  options.max_mime_parameter_length = slash == std::string::npos
                                          ? options.max_mime_header_length / 2
                                          : number(std::string_view(line.text).substr(slash + 1));
  auto warn = [&](std::string_view what, int value, int least) {
    if (value > 0 && value < least)
      reading.notice(fmt::format("Warning: MaxMimeHeaderLength: {} length limit set lower than {}", what, least));
  };
  warn("header", options.max_mime_header_length, kLeastMimeHeader);
  warn("field", options.max_mime_parameter_length, kLeastMimeField);
}

void set_min_free_blocks(Reading& reading, const OptionLine& line) {
  size_t slash = line.text.find('/');
  reading.config.options.min_free_blocks = long_number(line.text);
  if (slash != std::string::npos)
    reading.config.options.max_message_size = long_number(std::string_view(line.text).substr(slash + 1));
}

void set_must_quote_chars(Reading& reading, const OptionLine& line) {
  reading.config.options.must_quote_chars = "@,;:\\()[]" + (line.text.empty() ? std::string(".'") : line.text);
}

void set_operator_chars(Reading& reading, const OptionLine& line) {
  bool rules = false;
  for (const RulesetSource& ruleset : reading.config.rulesets) rules = rules || !ruleset.rules.empty();
  if (rules || reading.operator_chars_was_set)
    reading.notice(
        "Warning: OperatorChars is being redefined.\n         It should only be set before ruleset definitions.");
  reading.operator_chars_was_set = true;
  // Rules that were read have been split up by the old characters, which therefore stay.
  if (!rules) reading.config.options.operator_chars = plain(munch(line.value));
}

void set_no_recipient_action(Reading& reading, const OptionLine& line) {
  constexpr std::array<std::string_view, 5> kNames{"none", "add-to", "add-apparently-to", "add-bcc",
                                                  "add-to-undisclosed"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (!ascii::equal_ignoring_case(kNames[i], line.text)) continue;
    reading.config.options.no_recipient_action = static_cast<NoRecipientAction>(i);
    return;
  }
  reading.error(fmt::format("Invalid NoRecipientAction: {}", line.text));
}

void set_queue_directory(Reading& reading, const OptionLine& line) {
  reading.config.options.queue_directory = line.text.empty() ? "mqueue" : line.text;
}

void set_queue_sort_order(Reading& reading, const OptionLine& line) {
  QueueSortOrder& order = reading.config.options.queue_sort_order;
  switch (first_lower(line.text)) {
    case 'f': order = QueueSortOrder::file_name; break;
    case 'h': order = QueueSortOrder::host; break;
    case 'm': order = QueueSortOrder::modification_time; break;
    case 'n': order = QueueSortOrder::none; break;
    case 'p': order = QueueSortOrder::priority; break;
    case 'r': order = QueueSortOrder::random; break;
    case 't': order = QueueSortOrder::time; break;
    default: reading.error(fmt::format("Invalid queue sort order \"{}\"", line.text));
  }
}

void set_super_safe(Reading& reading, const OptionLine& line) {
  SuperSafe& target = reading.config.options.super_safe;
  switch (first_lower(line.text)) {
    case 'i': target = SuperSafe::interactive; break;
    case 'p': target = SuperSafe::post_milter; break;
    default: target = boolean(line.text) ? SuperSafe::yes : SuperSafe::no;
  }
}

void set_time_zone_spec(Reading& reading, const OptionLine& line) {
  reading.config.options.time_zone_spec = line.text;
}

void set_colon_ok_in_addr(Reading& reading, const OptionLine& line) {
  reading.config.options.colon_ok_in_addr = boolean(line.text);
  reading.colon_ok_was_set = true;
}

void set_connect_only_to(Reading& reading, const OptionLine& line) {
  std::string address = line.text.substr(line.text.find('@') == std::string::npos ? 0 : line.text.find('@') + 1);
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET, address.c_str(), bytes.data()) != 1 &&
      ::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1)
    return reading.error(fmt::format("readcf: option ConnectOnlyTo: invalid IP address {}", address));
  reading.config.options.connect_only_to = line.text;
}

void set_dane(Reading& reading, const OptionLine& line) {
  Dane& target = reading.config.options.dane;
  if (ascii::equal_ignoring_case(line.text, "always"))
    target = Dane::always;
  else
    target = boolean(line.text) ? Dane::yes : Dane::no;
}

void set_dont_probe_interfaces(Reading& reading, const OptionLine& line) {
  ProbeInterfaces& target = reading.config.options.dont_probe_interfaces;
  if (ascii::equal_ignoring_case(line.text, "loopback"))
    target = ProbeInterfaces::not_loopback;
  else
    target = boolean(line.text) ? ProbeInterfaces::no : ProbeInterfaces::yes;
}

void set_input_mail_filters(Reading& reading, const OptionLine& line) {
  std::string commas = line.text;
  for (char& c : commas)
    if (c == ';') c = ',';
  auto& filters = reading.config.options.input_mail_filters;
  filters.clear();
  for (std::string_view name : split(commas, ','))
    if (!trim(name).empty()) filters.emplace_back(trim(name));
}

void set_ldap_default_spec(Reading& reading, const OptionLine& line) {
  constexpr std::string_view kGeneric = "NOfomaDTtALqSsz1";
  bool filter = false;
  bool attributes = false;
  bool generic = false;
  for (std::string_view word : words(line.text)) {
    if (word.size() < 2 || word[0] != '-') continue;
    filter = filter || word[1] == 'k';
    attributes = attributes || word[1] == 'v';
    generic = generic || kGeneric.find(word[1]) != std::string_view::npos;
  }
  auto refuse = [&](std::string_view what) {
    reading.error(fmt::format("readcf: option LDAPDefaultSpec: Do not set {}", what));
  };
  if (filter) refuse("the LDAP search filter");
  if (attributes) refuse("the requested LDAP attributes");
  if (generic) refuse("non-LDAP specific flags");
  if (!filter && !attributes && !generic) reading.config.options.ldap_default_spec = line.text;
}

void set_milter_option(Reading& reading, const OptionLine& line) {
  if (line.suboption.empty())
    return reading.error("milter_set_option: invalid Milter option, must specify suboption");
  Options& options = reading.config.options;
  std::string name = ascii::lower(line.suboption);
  MilterMacros& macros = options.milter_macros;
  const std::array<std::pair<std::string_view, std::vector<std::string>*>, 7> kLists{{{"macros.connect", &macros.connect},
                                                                                    {"macros.helo", &macros.helo},
                                                                                    {"macros.envfrom", &macros.envfrom},
                                                                                    {"macros.envrcpt", &macros.envrcpt},
                                                                                    {"macros.data", &macros.data},
                                                                                    {"macros.eoh", &macros.eoh},
                                                                                    {"macros.eom", &macros.eom}}};
  if (name == "loglevel") {
    options.milter_log_level = number(line.text);
    return;
  }
  for (const auto& [known, list] : kLists) {
    if (known != name) continue;
    *list = macro_list(line.text);
    return;
  }
  reading.error(fmt::format("milter_set_option: invalid Milter option {}", line.suboption));
}

void set_smtp_utf8(Reading& reading, const OptionLine& line) {
  reading.config.options.smtp_utf8 =
      !line.text.empty() && ascii::is_digit(line.text[0]) ? number(line.text) : static_cast<int>(boolean(line.text));
}

}  // namespace sm::config
