// The commands of address test mode that start with a slash, and the table of mailers.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/dns/name_service.h"
#include "sendmaild/cli/address_test.h"
#include "sendmaild/rules/compile.h"

namespace sm::cli {
namespace {

using rules::AddressRole;

struct Words {
  std::string_view first;
  std::string_view rest;
};

Words split_first(std::string_view text) {
  text = trim_left(text);
  size_t end = 0;
  while (end < text.size() && !ascii::is_space(text[end])) ++end;
  return {text.substr(0, end), trim_left(text.substr(end))};
}

AddressRole role_of(bool header, bool sender) {
  if (header) return sender ? AddressRole::header_sender : AddressRole::header_recipient;
  return sender ? AddressRole::envelope_sender : AddressRole::envelope_recipient;
}

// A value with the byte that sendmail prints for `$|`, which regex maps put between their pieces.
std::string shown_value(std::string value) {
  std::replace(value.begin(), value.end(), address::meta::kElse, '\x9b');
  return value;
}

std::string_view name_of(bool header, bool sender) {
  if (header) return sender ? "header sender" : "header recipient";
  return sender ? "envelope sender" : "envelope recipient";
}

std::string sorted_flags(const config::MailerFlags& flags) {
  std::string out;
  for (int c = 1; c < 128; ++c)
    if (flags.has(static_cast<char>(c))) out += static_cast<char>(c);
  return out;
}

std::string escaped_eol(std::string_view eol) {
  std::string out;
  for (char c : eol) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
  return out;
}

std::string_view or_undefined(const std::string& text) { return text.empty() ? std::string_view("<undefined>") : text; }

}  // namespace

void AddressTest::slash_command(std::string_view text) {
  Words words = split_first(trim(text.substr(1)));
  if (words.first.empty()) {
    line("Usage: /[canon|map|mx|parse|try|tryflags]");
    return;
  }
  std::string name = ascii::lower(words.first);
  auto with_argument = [this, &words](std::string_view usage, auto action) {
    if (words.rest.empty())
      line(fmt::format("Usage: {}", usage));
    else
      action();
  };
  if (name == "quit")
    done_ = true;
  else if (name == "parse")
    with_argument("/parse address", [&] { parse(words.rest); });
  else if (name == "try")
    with_argument("/try mailer address", [&] { try_mailer(words.rest); });
  else if (name == "tryflags")
    with_argument("/tryflags [Hh|Ee][Ss|Rr]", [&] { try_flags(words.rest); });
  else if (name == "map")
    with_argument("/map mapname key", [&] { look_up(words.rest); });
  else if (name == "mx")
    with_argument("/mx address", [&] { list_exchangers(words.rest); });
  else if (name == "canon")
    with_argument("/canon address", [&] { canonify(words.rest); });
  else if (name == "expand")
    with_argument("/expand string", [&] {
      trace_.expanded(words.rest, words.rest);
      out_ += rules::display(words.rest);
    });
  else if (name == "header")
    header(words.rest);
  else if (name == "sender")
    sender(words.rest);
  else
    line(fmt::format("Unknown \"/\" command {}", text));
}

void AddressTest::try_flags(std::string_view flags) {
  for (char flag : flags) {
    switch (ascii::to_upper(flag)) {
      case 'H':
        header_flag_ = true;
        break;
      case 'E':
        header_flag_ = false;
        break;
      case 'S':
        sender_flag_ = true;
        break;
      case 'R':
        sender_flag_ = false;
        break;
      default:
        break;
    }
  }
  trace_.macro_named("{addr_type}");
  define("addr_type", fmt::format("{} {}", header_flag_ ? 'h' : 'e', sender_flag_ ? 's' : 'r'));
}

void AddressTest::parse(std::string_view address) {
  fmt::format_to(std::back_inserter(out_), "Cracked address = {}\nParsing {} address\n",
                 rules::display(engine_->crack(address)), name_of(header_flag_, sender_flag_));
  auto rewrite_context = context();
  rewrite_context.keeps_address_type = true;
  rules::ResolvedAddress found = engine_->resolve(address, role_of(header_flag_, sender_flag_), rewrite_context);
  if (!found.parsed) {
    line("Cannot parse");
    return;
  }
  if (found.host.empty()) macros_.unset("h");
  std::string_view mailer = found.mailer == nullptr ? std::string_view("*error*") : found.mailer->name;
  auto end = std::back_inserter(out_);
  fmt::format_to(end, "mailer {}", mailer);
  if (!found.host.empty()) fmt::format_to(end, ", host {}", found.host);
  fmt::format_to(end, ", user {}\n", found.user);
}

void AddressTest::try_mailer(std::string_view arguments) {
  Words words = split_first(arguments);
  if (words.rest.empty()) {
    line("Usage: /try mailer address");
    return;
  }
  const config::Mailer* mailer = config_->find_mailer(words.first);
  if (mailer == nullptr) {
    line(fmt::format("Unknown mailer {}", words.first));
    return;
  }
  line(fmt::format("Trying {} address {} for mailer {}", name_of(header_flag_, sender_flag_), words.rest,
                   words.first));
  auto rewrite_context = context();
  auto result = engine_->rewrite_for(*mailer, words.rest, role_of(header_flag_, sender_flag_), {}, rewrite_context);
  constexpr size_t kLongestShown = 256;
  if (result.address != words.rest) result.address.resize(std::min(result.address.size(), kLongestShown));
  line(fmt::format("Rcode = {}, addr = {}", to_int(result.status), result.address));
}

void AddressTest::look_up(std::string_view arguments) {
  Words words = split_first(arguments);
  // One blank ends the name, further ones belong to the key.
  if (!words.rest.empty()) words.rest = arguments.substr(words.first.size() + 1);
  if (words.rest.empty()) {
    line("No key specified");
    return;
  }
  if (!maps_->exists(words.first)) {
    line(fmt::format("Map named \"{}\" not found", words.first));
    return;
  }
  maps::MapContext map_context;
  map_context.config = config_.get();
  map_context.macros = &macros_;
  map_context.delivery_mode = 'i';
  map_context.trace = &trace_;
  if (!maps_->is_open(words.first, map_context)) {
    line(fmt::format("Map named \"{}\" not open", words.first));
    return;
  }
  if (std::string message = maps_->take_opening_message(words.first); !message.empty()) line(message);
  // What the lookup itself has to say comes in the middle of the line.
  out_ += fmt::format("map_lookup: {} ({}) ", words.first, words.rest);
  maps::MapAnswer answer = maps_->lookup(words.first, {words.rest, {}, false}, map_context);
  if (!answer.message.empty()) line(answer.message);
  if (answer.has_value)
    line(fmt::format("returns {} ({})", shown_value(answer.value), to_int(answer.status)));
  else
    line(fmt::format("no match ({})", to_int(answer.status)));
}

void AddressTest::canonify(std::string_view host) {
  std::string name(host);
  if (name.ends_with('.')) name.pop_back();
  if (!name.starts_with('[')) {
    dns::CanonicalName canonical = maps_->name_service()->canonical_name(std::string(host));
    if (canonical.found != dns::Found::deferred && !canonical.message.empty()) line(canonical.message);
    if (!canonical.name.empty()) name = canonical.name;
  }
  line(fmt::format("getcanonname({}) returns {}", host, name));
}

void AddressTest::print_mailers() {
  auto shown = [this](const std::string& ruleset) {
    const rules::CompiledRuleset* found = engine_->compiled().find(ruleset.empty() ? "0" : ruleset);
    return found == nullptr ? (ruleset.empty() ? std::string("0") : ruleset) : found->name;
  };
  for (const config::Mailer& mailer : config_->mailers) {
    out_ += fmt::format("mailer {} ({}): P={} S={}/{} R={}/{} M={} U={}:{} F={} L={} E={}", mailer.index, mailer.name,
                        mailer.path, shown(mailer.sender_envelope_ruleset), shown(mailer.sender_header_ruleset),
                        shown(mailer.recipient_envelope_ruleset), shown(mailer.recipient_header_ruleset),
                        mailer.max_message_size, mailer.has_user ? static_cast<int>(mailer.uid) : -1,
                        mailer.has_user ? static_cast<int>(mailer.gid) : -1, sorted_flags(mailer.flags),
                        mailer.line_limit, escaped_eol(mailer.eol));
    if (!mailer.default_charset.empty()) out_ += fmt::format(" C={}", mailer.default_charset);
    out_ += fmt::format(" T={}/{}/{} r={} A=", or_undefined(mailer.mta_type), or_undefined(mailer.address_type),
                        or_undefined(mailer.diagnostic_type), mailer.max_recipients);
    for (size_t i = 0; i < mailer.argv.size(); ++i) out_ += (i > 0 ? " " : "") + rules::display(mailer.argv[i]);
    out_ += '\n';
  }
}

void AddressTest::list_exchangers(std::string_view host) {
  dns::MxList list = maps_->name_service()->mail_exchangers({.host = std::string(host)});
  if (list.kind == dns::MxList::Kind::null_mx) {
    line(fmt::format("getmxrr({}) returns null MX (See RFC7505)", host));
    return;
  }
  bool deferred = list.kind == dns::MxList::Kind::deferred;
  line(fmt::format("getmxrr({}) returns {} value(s):", host, deferred ? -1 : static_cast<int>(list.hosts.size())));
  for (const dns::MxHost& exchanger : list.hosts) line("\t" + exchanger.name);
}

}  // namespace sm::cli
