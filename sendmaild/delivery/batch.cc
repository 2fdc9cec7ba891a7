// What all kinds of mailers share: whose rights, which form. Invariant: a user is root only where the mailer's own
// definition says so; a controlling user with uid 0 counts as DefaultUser.
#include "sendmaild/delivery/batch.h"

#include <unistd.h>

#include "sendmaild/delivery/envelope_log.h"

namespace sm::delivery {

Outcomes all_alike(const Batch& batch, const Outcome& outcome) { return Outcomes(batch.recipients.size(), outcome); }

message::MessageForm message_form(const Site& site, const Batch& batch) {
  message::MessageForm form;
  form.config = site.config.get();
  form.mailer = batch.mailer;
  form.macros = &batch.macros;
  form.eol = batch.mailer->eol.empty() ? "\n" : batch.mailer->eol;
  form.eight_bit = message::plan_eight_bit(*batch.envelope, *batch.mailer, site.options().eight_bit_mode,
                                           message::PeerEightBit::not_smtp);
  std::string domain;
  if (batch.envelope->sender_mailer != nullptr && batch.envelope->sender_mailer->flags.has('C')) {
    std::string sender = bare_address(batch.envelope->sender);
    size_t at = sender.rfind('@');
    if (at != std::string::npos) domain = sender.substr(at);
  }
  auto rules = site.rules;
  const config::Mailer* mailer = batch.mailer;
  const macros::MacroScope* outer = &batch.macros;
  form.rewrite = [rules, mailer, outer, domain](std::string_view address, message::HeaderRole role) {
    macros::MacroScope scope(outer);
    rules::RewriteContext context;
    context.macros = &scope;
    auto as = role == message::HeaderRole::sender ? rules::AddressRole::header_sender : rules::AddressRole::header_recipient;
    auto rewritten = rules->rewrite_for(*mailer, address, as, domain, context);
    return rewritten.temporary_failure || rewritten.address.empty() ? std::string(address) : rewritten.address;
  };
  return form;
}

namespace {

process::RunUser user_of(const config::Options& options, const Batch& batch) {
  const config::Mailer& mailer = *batch.mailer;
  process::RunUser user;
  if (mailer.flags.has('S')) {
    user.uid = mailer.has_user ? mailer.uid : options.run_as_user.uid;
    user.gid = mailer.has_user ? mailer.gid : options.run_as_user.gid;
    user.user = mailer.has_user ? mailer.user : options.run_as_user.name;
    return user;
  }
  if (batch.controller != nullptr && batch.controller->uid != 0 && mailer.flags.has('o')) {
    user.uid = batch.controller->uid;
    user.gid = batch.controller->gid != 0 ? batch.controller->gid : options.default_user.gid;
    user.user = batch.controller->user;
    return user;
  }
  if (mailer.has_user) {
    user.uid = mailer.uid;
    user.gid = mailer.gid;
    user.user = mailer.user;
    return user;
  }
  user.uid = options.default_user.uid;
  user.gid = options.default_user.gid;
  user.user = options.default_user.name;
  return user;
}

}  // namespace

process::RunUser run_user(const Site& site, const Batch& batch) {
  process::RunUser user = user_of(site.options(), batch);
  // Without a name there are no groups but the primary one.
  if (site.options().dont_init_groups) user.user.clear();
  return user;
}

}  // namespace sm::delivery
