// What a configuration holds before its first line and what is added after its last one.
#include <fmt/format.h>

#include <array>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr int kQueueLoadPerProcessor = 8;
constexpr int kRefuseLoadPerProcessor = 12;

void add_host_names(Reading& reading) {
  const HostFacts& host = reading.host;
  macros::MacroTable& macros = reading.config.macros;
  macros["w"] = host.canonical_name;
  macros["j"] = host.canonical_name;
  size_t dot = host.canonical_name.find('.');
  if (dot != std::string::npos) macros["m"] = host.canonical_name.substr(dot + 1);
  ClassTable& classes = reading.config.classes;
  classes.add("w", host.canonical_name);
  if (!host.host_name.empty()) classes.add("w", host.host_name);
  for (const std::string& alias : host.aliases) classes.add("w", alias);
  for (const std::string& address : host.addresses) classes.add("w", "[" + address + "]");
  if (!host.node_name.empty()) {
    macros["k"] = host.node_name;
    classes.add("k", host.node_name);
    classes.add("w", host.node_name);
  }
}

void add_macros(Reading& reading) {
  macros::MacroTable& macros = reading.config.macros;
  macros["n"] = "MAILER-DAEMON";
  macros["v"] = reading.host.version;
  if (reading.command_line.operation_mode != 0) macros["opMode"] = reading.command_line.operation_mode;
  if (reading.command_line.operation_mode == 't') reading.config.options.delivery_mode = DeliveryMode::interactive;
  macros["deliveryMode"] = static_cast<char>(reading.config.options.delivery_mode);
}

void add_words(Reading& reading, std::string_view name, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) reading.config.classes.add(name, word);
}

Mailer make_mailer(std::string name, std::string path, std::string_view flags, std::string_view argv) {
  Mailer mailer;
  mailer.name = std::move(name);
  mailer.path = std::move(path);
  for (char flag : flags) mailer.flags.set(flag);
  std::string encoded = address::encode_dollars(argv).text;
  size_t begin = 0;
  while (begin < encoded.size()) {
    size_t end = std::min(encoded.find(' ', begin), encoded.size());
    mailer.argv.push_back(encoded.substr(begin, end - begin));
    begin = end + 1;
  }
  mailer.eol = "\n";
  mailer.sender_envelope_ruleset = mailer.sender_header_ruleset = "0";
  mailer.recipient_envelope_ruleset = mailer.recipient_header_ruleset = "0";
  return mailer;
}

void add_mailers(Reading& reading) {
  auto& mailers = reading.config.mailers;
  Mailer program = make_mailer("prog", "/bin/sh", "lsouDq9", "sh -c $u");
  program.mta_type = program.address_type = program.diagnostic_type = "X-Unix";
  Mailer file = make_mailer("*file*", "[FILE]", "lsDFMPEouq9", "FILE $u");
  file.mta_type = file.address_type = file.diagnostic_type = "X-Unix";
  for (Mailer& mailer : std::array{program, file, make_mailer("*include*", "/dev/null", "su", "INCLUDE $u")}) {
    mailer.index = static_cast<int>(mailers.size());
    mailers.push_back(mailer);
  }
}

void add_default_user(Reading& reading) {
  UserAndGroup& user = reading.config.options.default_user;
  user.uid = 1;
  user.gid = 1;
  for (const char* name : {"mailnull", "sendmail", "daemon"}) {
    std::optional<UserFacts> found = reading.host.find_user ? reading.host.find_user(name) : std::nullopt;
    if (!found) continue;
    user = UserAndGroup{found->name, found->uid, found->gid};
    return;
  }
}

// Names and addresses of the interfaces, unless DontProbeInterfaces.
void probe_interfaces(Reading& reading) {
  ProbeInterfaces probe = reading.config.options.dont_probe_interfaces;
  if (probe == ProbeInterfaces::no || !reading.host.interfaces) return;
  ClassTable& classes = reading.config.classes;
  for (const InterfaceFacts& interface : reading.host.interfaces()) {
    bool local_only = interface.loopback;
    if (interface.address.starts_with("IPv6:") && local_only) continue;
    classes.add("w", "[" + interface.address + "]");
    if (local_only && probe == ProbeInterfaces::not_loopback) continue;
    for (const std::string& name : interface.names) {
      if (classes.contains("w", name)) continue;
      classes.add("w", name);
      if (name.find('.') == std::string::npos) classes.add("w", "[" + name + "]");
    }
  }
}

// Duties that became mailer flags with V6, and the From line's with V7.
void add_flags_of_old_levels(Reading& reading) {
  int level = reading.config.version_level;
  for (Mailer& mailer : reading.config.mailers) {
    bool is_local = ascii::equal_ignoring_case(mailer.name, "local");
    bool is_program = ascii::equal_ignoring_case(mailer.name, "prog");
    bool is_file = mailer.name == "*file*";
    if (level < 6 && is_local)
      for (char flag : std::string_view("Aw5:|/@")) mailer.flags.set(flag);
    if (level < 6 && (is_program || is_file)) mailer.flags.set('o');
    if (level < 7 && (is_local || is_program || is_file)) mailer.flags.set('q');
    if (level < 2 && mailer.flags.has('L')) mailer.flags.set('7');
  }
}

// The alias files together, under the names by which sendmail knows them.
void declare_aliases(Config& config) {
  std::string members;
  for (const AliasFileSpec& spec : config.options.alias_file) members += (members.empty() ? "" : " ") + spec.map_name;
  if (members.empty()) return;
  config.maps.push_back(MapSpec{"aliases.files", "sequence", members, config.file, 0});
  config.maps.push_back(MapSpec{"aliases", "sequence", "aliases.files", config.file, 0});
}

}  // namespace

void add_start_content(Reading& reading) {
  add_host_names(reading);
  add_macros(reading);
  add_mailers(reading);
  add_default_user(reading);
  add_words(reading, "e", {"7bit", "8bit", "binary"});
  add_words(reading, "n", {"multipart/signed"});
  add_words(reading, "s", {"rfc822"});
  add_words(reading, "persistentMacros", {"r", "s", "_", "{if_addr}", "{daemon_flags}"});
  add_words(reading, "checkMIMETextHeaders", {"content-description"});
  add_words(reading, "checkMIMEFieldHeaders", {"content-disposition", "content-type"});
  add_words(reading, "checkMIMEHeaders", {"content-disposition", "content-id", "content-transfer-encoding",
                                          "content-type", "mime-version"});
  Options& options = reading.config.options;
  options.queue_la = kQueueLoadPerProcessor * reading.host.processors;
  options.refuse_la = kRefuseLoadPerProcessor * reading.host.processors;
  options.smtp_greeting_message = address::encode_dollars("$j Sendmail $v ready at $b").text;
  options.unix_from_line = address::encode_dollars("From $g  $d").text;
  reading.config.queue_groups.emplace_back().name = "mqueue";
}

void add_end_content(Reading& reading) {
  Config& config = reading.config;
  declare_aliases(config);
  std::string full_name = reading.expand(config.macros["j"]);
  if (!full_name.empty()) config.classes.add("w", full_name);
  if (auto domain = config.macros.find("m"); domain != config.macros.end()) {
    std::string expanded = reading.expand(domain->second);
    if (!expanded.empty()) config.classes.add("m", expanded);
  }
  probe_interfaces(reading);
  if (config.version_level < 3) config.options.use_errors_to = true;
  add_flags_of_old_levels(reading);
  QueueGroup& standard = config.queue_groups.front();
  if (standard.path.empty()) {
    standard.path = config.options.queue_directory;
    standard.nice = config.options.nice_queue_run;
    standard.max_jobs = config.options.max_queue_run_size;
    standard.runners = config.options.max_runners_per_queue;
  }
  if (config.daemon_ports.empty()) {
    DaemonPort& port = config.daemon_ports.emplace_back();
    port.name = "Daemon0";
    port.port_number = 25;
  }
}

}  // namespace sm::config
