// See the header.
#include "sendmaild/delivery/smtp_auth.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/auth/sasl_client.h"
#include "sendmaild/delivery/client_flags.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/smtp_outcome.h"
#include "sendmaild/maps/file_safety.h"

namespace sm::delivery {
namespace {

using auth::AuthInfo;
using smtp::client::AuthOutcome;
using smtp::client::Phase;

constexpr size_t kAuthInfoFile = 8192;

struct Credentials {
  enum class Kind { none, known, temporary };
  Kind kind = Kind::none;
  AuthInfo info;
  bool from_ruleset = false;
};

void log_at(const SmtpSession& session, int level, log::Priority priority, const std::string& text) {
  if (session.site.log_level(level)) log::write_plain(priority, "AUTH=client, " + text);
}

Credentials ask_ruleset(const SmtpSession& session) {
  Credentials credentials;
  credentials.from_ruleset = true;
  rules::RewriteContext context;
  context.macros = &session.batch.macros;
  context.queue_id = session.batch.envelope->id;
  rules::CheckVerdict verdict =
      session.site.rules->check("authinfo", session.server.plain_name(), session.server.address, context);
  if (verdict.temporary_failure || verdict.answer == "temp") {
    credentials.kind = Credentials::Kind::temporary;
  } else if (verdict.answer) {
    auto info = auth::parse_authinfo(*verdict.answer);
    if (!info) {
      log_at(session, 9, log::Priority::warning, fmt::format("relay={}, authinfo failed", session.server.relay()));
      return credentials;
    }
    credentials.kind = Credentials::Kind::known;
    credentials.info = *std::move(info);
  }
  return credentials;
}

Result<std::optional<AuthInfo>> read_auth_info(const Site& site, const std::string& path) {
  auto unopened = [&path](const Error& error) {
    return Error{fmt::format("can't open {}: {}", path, error.text), error.status};
  };
  if (auto safe = maps::check_auth_info_file(path, *site.opener, *site.config); !safe) return unopened(safe.error());
  auto text = read_file(*site.opener, path, kAuthInfoFile);
  if (!text) return unopened(text.error());
  auto info = auth::parse_default_authinfo(*text);
  if (!info) return Error{fmt::format("can't read {} from {}", info.error().text, path), info.error().status};
  return info;
}

Credentials find_credentials(const SmtpSession& session) {
  if (session.site.rules->has_ruleset("authinfo")) return ask_ruleset(session);
  Credentials credentials;
  const std::string& path = session.site.options().default_auth_info;
  if (path.empty()) return credentials;
  auto info = read_auth_info(session.site, path);
  if (!info) {
    log_at(session, 1, log::Priority::error, "error: " + info.error().text);
    credentials.kind = Credentials::Kind::temporary;
  } else if (*info) {
    credentials.kind = Credentials::Kind::known;
    credentials.info = **std::move(info);
  }
  return credentials;
}

// What the server offers of the wanted, in the order of wishes.
std::vector<std::string> usable_mechanisms(const std::vector<std::string>& offered, const AuthInfo& info,
                                           const std::string& auth_mechanisms) {
  std::vector<std::string> wanted = info.mechanisms;
  if (wanted.empty()) {
    for (std::string_view word : words(auth_mechanisms)) wanted.emplace_back(ascii::upper(word));
  }
  std::erase_if(wanted, [&offered](const std::string& name) {
    return std::none_of(offered.begin(), offered.end(),
                        [&name](const std::string& each) { return ascii::equal_ignoring_case(each, name); });
  });
  return wanted;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

AuthStep give_up(const SmtpSession& session, const smtp::client::Answer& answer) {
  AuthStep step;
  if (answer.lost()) {
    step.trouble = outcome_of_answer(Phase::auth, answer, session.server.name);
    return step;
  }
  log_at(session, 9, log::Priority::notice,
         fmt::format("relay={}, temporary failure, connection abort", session.server.name));
  step.trouble = outcome_of_status(ExitStatus::temp_fail, "Temporary AUTH failure");
  step.trouble->enhanced = "4.3.0";
  if (answer.temporary()) step.trouble->reply = answer.line;
  return step;
}

// A list that fits nothing is a mistake of the ruleset, which can be mended; the file is a wish for all servers alike.
AuthStep no_mechanism(const SmtpSession& session, const Credentials& credentials, const std::vector<std::string>& mechanisms) {
  if (session.site.log_level(9)) {
    log::write(log::Priority::notice, session.batch.envelope->id,
               fmt::format("AUTH=client, available mechanisms={} do not fulfill requirements", joined(mechanisms)));
  }
  return credentials.from_ruleset ? give_up(session, {}) : AuthStep();
}

AuthStep succeeded(const SmtpSession& session, const smtp::SaslFacts& facts) {
  session.batch.macros.set("auth_type", facts.mechanism);
  log_at(session, 10, log::Priority::info,
         fmt::format("relay={}, mech={}, bits={}", session.server.name, facts.mechanism, facts.ssf));
  AuthStep step;
  step.authenticated = true;
  step.layer_installed = facts.ssf > 0;
  return step;
}

}  // namespace

AuthStep authenticate(const SmtpSession& session, SharedSasl& sasl) {
  session.batch.macros.set("auth_type", "");
  const std::vector<std::string>& offered = session.dialogue.extensions().auth_mechanisms;
  if (offered.empty() || has_client_flag(session.batch, 'A')) return {};
  Credentials credentials = find_credentials(session);
  if (credentials.kind == Credentials::Kind::none) return {};
  if (credentials.kind == Credentials::Kind::temporary) return give_up(session, {});
  const config::Options& options = session.site.options();
  auto library = sasl.library(session.site);
  if (!library) return {};
  std::vector<std::string> mechanisms = usable_mechanisms(offered, credentials.info, options.auth_mechanisms);
  if (credentials.info.realm.empty()) credentials.info.realm = session.site.macro("j");
  auth::SaslClientOptions client;
  client.server_name = session.server.plain_name();
  client.credentials = credentials.info;
  client.policy.max_bits = options.auth_max_bits;
  client.tls_ssf = static_cast<int>(parse_leading_int(session.batch.macros.value("cipher_bits")));
  std::shared_ptr<smtp::SaslClient> conversation = auth::make_sasl_client(std::move(library), std::move(client));
  AuthOutcome outcome =
      session.wire.await(session.dialogue.authenticate(std::move(conversation), mechanisms, session.wire.pool()));
  switch (outcome.state) {
    case AuthOutcome::State::authenticated: return succeeded(session, outcome.facts);
    case AuthOutcome::State::no_mechanism: return no_mechanism(session, credentials, mechanisms);
    case AuthOutcome::State::temporary: return give_up(session, outcome.answer);
    case AuthOutcome::State::refused: break;
  }
  return {};
}

}  // namespace sm::delivery
