// From letters to features. In srv_features an upper-case letter switches something off and the lower-case one insists on
// it (Operations Guide, srv_features); the modifiers of the port say less and come first.
#include "sendmaild/daemon/session_features.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::daemon {
namespace {

using config::Privacy;
using smtp::BareLineEnd;

BareLineEnd bare_line_end(char letter, bool second) {
  if (ascii::is_upper(letter)) return BareLineEnd::accept;
  return second ? BareLineEnd::replace_with_blank : BareLineEnd::refuse;
}

void apply_letter(std::string_view word, SessionFeatures& all) {
  smtp::server::Features& features = all.features;
  bool second = word.size() > 1 && word[1] == '2';
  switch (word[0]) {
    case 'A': all.offer_auth = false; break;
    case 'a': all.offer_auth = true; break;
    case 'D': features.announce.dsn = false; break;
    case 'd': features.announce.dsn = true; break;
    case 'E': features.etrn_allowed = features.announce.etrn = false; break;
    case 'e': features.etrn_allowed = features.announce.etrn = true; break;
    case 'F': features.early_input_allowed = true; break;
    case 'g': case 'G': features.data.bare_lf = bare_line_end(word[0], second); break;
    case 'h': features.drop_http_any_time = true; break;
    case 'L': features.require_auth = false; break;
    case 'l': features.require_auth = true; break;
    case 'n': features.punish_pipelining = true; break;
    case 'o': features.data.strict_end = true; break;
    case 'O': features.data.strict_end = false; break;
    case 'P': features.announce.pipelining = false; break;
    case 'p': features.announce.pipelining = true; break;
    case 'S': features.starttls_forbidden = true; features.announce.starttls = false; break;
    case 's': features.starttls_forbidden = false; features.announce.starttls = true; break;
    case 't': all.temporary = true; break;
    case 'u': case 'U': features.data.bare_cr = bare_line_end(word[0], second); break;
    case 'X': features.announce.expn = features.announce.verb = false; break;
    default: break;
  }
}

void apply_options(const SessionContext& context, SessionFeatures& all) {
  const config::Options& options = context.site->options();
  const config::PrivacyFlags& privacy = options.privacy_options;
  smtp::Extensions& announce = all.features.announce;
  announce.enhanced_status_codes = true;
  announce.pipelining = true;
  announce.expn = !privacy.has(Privacy::noexpn);
  announce.verb = announce.expn && !privacy.has(Privacy::noverb);
  announce.eight_bit_mime = !options.seven_bit_input;
  announce.size = static_cast<uint64_t>(options.max_message_size);
  announce.dsn = options.send_mime_errors && !privacy.has(Privacy::noreceipts);
  announce.smtputf8 = options.smtp_utf8 > 0;
  all.features.etrn_allowed = announce.etrn = !privacy.has(Privacy::noetrn) && !context.port.has_modifier('E');
  all.features.starttls_forbidden = context.port.has_modifier('S');
  announce.starttls = !all.features.starttls_forbidden;
  if (options.deliver_by_min.count() >= 0) announce.deliver_by = options.deliver_by_min.count();
  announce.help = true;
  all.offer_auth = !context.port.has_modifier('A');
  all.features.require_auth = context.port.has_modifier('a');
}

}  // namespace

std::string daemon_flags(const std::string& modifiers) {
  std::string flags;
  for (char letter : modifiers) {
    if (ascii::is_blank(letter)) continue;
    if (!flags.empty()) flags += ' ';
    flags += letter;
    if (ascii::is_upper(letter)) flags += letter;
  }
  return flags;
}

std::string submission_flags(const config::Options& options, SubmissionKind kind) {
  if (!options.direct_submission_modifiers.empty()) return daemon_flags(options.direct_submission_modifiers);
  return daemon_flags(kind == SubmissionKind::gateway ? "Cf" : "cu");
}

SessionFeatures session_features(SessionContext& context) {
  SessionFeatures all;
  apply_options(context, all);
  if (!context.site->rules->has_ruleset("srv_features")) return all;
  auto rewrite = context.rewrite_context();
  auto verdict = context.site->rules->check("srv_features", context.peer.name, context.peer.address, rewrite);
  if (verdict.temporary_failure) {
    all.temporary = true;
    return all;
  }
  std::string letters = verdict.answer.value_or("");
  for (std::string_view word : words(letters)) apply_letter(word, all);
  return all;
}

smtp::server::Limits session_limits(const config::Options& options) {
  const config::PrivacyFlags& privacy = options.privacy_options;
  smtp::server::Limits limits;
  limits.command_timeout = options.timeouts.command;
  limits.data_timeout = options.timeouts.datablock;
  limits.tls_timeout = options.timeouts.starttls;
  limits.auth_timeout = options.timeouts.auth;
  limits.message_size = static_cast<uint64_t>(options.max_message_size);
  limits.recipients = static_cast<size_t>(options.max_recipients_per_message);
  limits.bad_rcpt_shutdown = static_cast<size_t>(options.bad_rcpt_shutdown);
  limits.bad_rcpt_shutdown_good = static_cast<size_t>(options.bad_rcpt_shutdown_good);
  limits.reject_nul = options.reject_nul;
  limits.bad_rcpt_throttle = static_cast<size_t>(options.bad_rcpt_throttle);
  limits.noop_commands = static_cast<size_t>(options.max_noop_commands);
  limits.limited_children = options.max_daemon_children > 0;
  limits.require_hello = privacy.has(Privacy::needmailhelo);
  limits.require_vrfy_hello = privacy.has(Privacy::needvrfyhelo);
  limits.require_expn_hello = privacy.has(Privacy::needexpnhelo);
  limits.allow_vrfy = !privacy.has(Privacy::novrfy);
  limits.allow_bogus_hello = options.allow_bogus_helo;
  limits.soft_bounce = options.soft_bounce;
  return limits;
}

}  // namespace sm::daemon
