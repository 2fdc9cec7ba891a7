// Listings of mailers, rules and names.
#include "sendmaild/config/describe.h"

#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::config {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
  return out;
}

std::string flag_letters(const MailerFlags& flags) {
  std::string out;
  for (int c = 1; c < 256; ++c)
    if (flags.has(static_cast<char>(c))) out += static_cast<char>(c);
  return out;
}

std::string or_undefined(const std::string& text) { return text.empty() ? "<undefined>" : text; }

// Rulesets that were named after the mailer had referred to them by number are shown with their names.
std::string ruleset_name(const Config& config, const std::string& written) {
  const RulesetSource* found = config.find_ruleset(written);
  return found != nullptr ? found->name : written;
}

std::string value_of(const Config& config, std::string_view name) {
  return macros::MacroScope(config.macros).value(name);
}

}  // namespace

std::string describe_mailer(const Config& config, const Mailer& mailer) {
  std::string user = mailer.has_user ? fmt::format("{}:{}", static_cast<int>(mailer.uid), static_cast<int>(mailer.gid))
                                     : std::string("-1:-1");
  std::string out = fmt::format(
      "mailer {} ({}): P={} S={}/{} R={}/{} M={} U={} F={} L={} E={}{} T={}/{}/{} r={} A=", mailer.index, mailer.name,
      mailer.path, ruleset_name(config, mailer.sender_envelope_ruleset),
      ruleset_name(config, mailer.sender_header_ruleset), ruleset_name(config, mailer.recipient_envelope_ruleset),
      ruleset_name(config, mailer.recipient_header_ruleset), mailer.max_message_size, user, flag_letters(mailer.flags), mailer.line_limit,
      escaped(mailer.eol),
      mailer.default_charset.empty() ? std::string() : " C=" + mailer.default_charset, or_undefined(mailer.mta_type), or_undefined(mailer.address_type),
      or_undefined(mailer.diagnostic_type), mailer.max_recipients);
  for (size_t i = 0; i < mailer.argv.size(); ++i)
    out += (i > 0 ? " " : "") + address::display_encoded(mailer.argv[i]);
  return out;
}

std::string describe_mailers(const Config& config) {
  std::string out;
  for (const Mailer& mailer : config.mailers) out += describe_mailer(config, mailer) + "\n";
  return out;
}

std::string describe_rule(const RuleSource& rule) {
  std::string out = "R";
  for (const std::string& token : rule.left) out += address::display_encoded(token) + " ";
  out += "\t\t";
  for (const std::string& token : rule.right) out += address::display_encoded(token) + " ";
  return out;
}

std::string describe_host_names(const HostFacts& host) {
  std::string out = fmt::format("Canonical name: {}\n UUCP nodename: {}\n", host.canonical_name, host.node_name);
  for (const std::string& alias : host.aliases) out += fmt::format("\ta.k.a.: {}\n", alias);
  for (const std::string& address : host.addresses) out += fmt::format("\ta.k.a.: [{}]\n", address);
  if (!host.interfaces) return out;
  for (const InterfaceFacts& interface : host.interfaces()) {
    if (interface.loopback && interface.address.starts_with("IPv6:")) continue;
    out += fmt::format("\ta.k.a.: [{}]\n", interface.address);
    for (const std::string& name : interface.names) out += fmt::format("\ta.k.a.: {}\n", name);
  }
  return out;
}

std::string describe_identity(const Config& config) {
  return fmt::format(
      "\n============ SYSTEM IDENTITY (after readcf) ============\n"
      "      (short domain name) $w = {}\n"
      "  (canonical domain name) $j = {}\n"
      "         (subdomain name) $m = {}\n"
      "              (node name) $k = {}\n"
      "========================================================\n\n",
      value_of(config, "w"), value_of(config, "j"), value_of(config, "m"), value_of(config, "k"));
}

}  // namespace sm::config
