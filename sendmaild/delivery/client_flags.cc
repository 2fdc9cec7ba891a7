// See the header.
#include "sendmaild/delivery/client_flags.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/server_id.h"

namespace sm::delivery {
namespace {

constexpr const char* kMacro = "client_flags";

void add_letter(char letter, std::string& flags) {
  if (!flags.empty()) flags += ' ';
  flags += letter;
  if (ascii::is_upper(letter)) flags += letter;
}

Outcome passed_over(const Batch& batch, const Site& site, const std::string& host) {
  if (site.log_level(9)) {
    log::write(log::Priority::info, batch.envelope->id, fmt::format("clt_features=TEMPFAIL, host={}, status=skipped", host));
  }
  Outcome outcome = outcome_of_status(ExitStatus::temp_fail, "clt_features=TEMPFAIL");
  outcome.enhanced = "4.0.0";
  outcome.relay = host;
  return outcome;
}

}  // namespace

ClientFeatures ask_client_features(const Site& site, const std::string& host, Batch& batch) {
  ServerId server{host, ""};
  batch.macros.set(kMacro, "");
  batch.macros.set("server_name", server.plain_name());
  batch.macros.set("server_addr", server.address);
  rules::RewriteContext context;
  context.macros = &batch.macros;
  context.queue_id = batch.envelope->id;
  rules::CheckVerdict verdict = site.rules->check("clt_features", server.plain_name(), "", context);
  bool answered = verdict.answer && verdict.kind == rules::CheckVerdict::Kind::accept;
  std::vector<std::string_view> letters = answered ? words(*verdict.answer) : std::vector<std::string_view>();
  bool temporary = verdict.temporary_failure || (!letters.empty() && ascii::starts_with_ignoring_case(letters[0], "temp"));
  ClientFeatures features;
  if (temporary) {
    features.passed_over = passed_over(batch, site, host);
    return features;
  }
  for (std::string_view letter : letters) add_letter(letter[0], features.flags);
  batch.macros.set(kMacro, features.flags);
  return features;
}

void set_client_flags(const Site& site, const ClientFeatures& features, const net::SocketAddress& target, Batch& batch) {
  auto family = target.is_ipv6() ? config::DaemonPort::Family::inet6 : config::DaemonPort::Family::inet;
  std::string flags = features.flags;
  for (const config::DaemonPort& port : site.config->client_ports) {
    if (port.family != family) continue;
    for (char letter : port.modifiers) add_letter(letter, flags);
  }
  batch.macros.set(kMacro, flags);
}

bool has_client_flag(const Batch& batch, char letter) {
  std::string flags = batch.macros.value(kMacro);
  for (std::string_view word : words(flags)) {
    if (word[0] == letter) return true;
  }
  return false;
}

}  // namespace sm::delivery
