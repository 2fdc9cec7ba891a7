// See the header. Invariant: "no" is said only when every source was asked and had an answer.
// Aliases are looked up by the user part, unquoted, as expansion will do.
#include "sendmaild/delivery/recipient_check.h"

#include "sendmaild/delivery/local_user.h"

namespace sm::delivery {
namespace {

constexpr int kMaxDepth = 10;

Known check(const Site& site, const rules::ResolvedAddress& resolved, rules::RewriteContext& context, int depth) {
  if (resolved.mailer == nullptr) return Known::yes;
  const config::MailerFlags& flags = resolved.mailer->flags;
  if (flags.has('5') && depth < kMaxDepth) {
    auto again = site.rules->resolve_local_again(resolved, context);
    if (again) {
      if (again->temporary_failure) return Known::later;
      if (again->kind == rules::ResolvedAddress::Kind::error) return Known::no;
      bool same = again->mailer == resolved.mailer && again->user == resolved.user && again->host == resolved.host;
      if (!same) return check(site, *again, context, depth + 1);
    }
  }
  if (!flags.has('w')) return Known::yes;
  auto user = find_user(resolved.user, site.options().match_gecos);
  if (!user) return Known::later;
  return *user ? Known::yes : Known::no;
}

}  // namespace

Known check_recipient(const Site& site, const rules::ResolvedAddress& resolved, rules::RewriteContext& context) {
  return check(site, resolved, context, 0);
}

}  // namespace sm::delivery
