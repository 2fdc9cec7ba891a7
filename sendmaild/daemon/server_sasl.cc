// See the header. Security: passwords are checked by what Sendmail.conf names; this process never reads /etc/shadow.
#include "sendmaild/daemon/server_sasl.h"

#include <fmt/format.h>

#include "lib/base/text.h"
#include "sendmaild/auth/sasl_server.h"
#include "sendmaild/delivery/site_sasl.h"

namespace sm::daemon {
namespace {

auth::SaslPolicy policy_of(const config::AuthFlags& flags, int max_bits) {
  using config::AuthFlag;
  auth::SaslPolicy policy;
  policy.no_plaintext_without_tls = flags.has(AuthFlag::no_plaintext_without_layer);
  policy.no_active = flags.has(AuthFlag::no_active_attack);
  policy.no_dictionary = flags.has(AuthFlag::no_dictionary_attack);
  policy.no_anonymous = flags.has(AuthFlag::no_anonymous);
  policy.forward_secrecy = flags.has(AuthFlag::forward_secrecy);
  policy.mutual = flags.has(AuthFlag::mutual_authentication);
  policy.pass_credentials = flags.has(AuthFlag::pass_credentials);
  policy.max_bits = max_bits;
  return policy;
}

std::string socket_name(const net::SocketAddress& address) {
  return address.is_set() && !address.is_local() ? fmt::format("{};{}", address.text(), address.port()) : std::string();
}

}  // namespace

std::function<std::shared_ptr<smtp::SaslServer>(const SessionContext&)> server_sasl(const delivery::Site& site) {
  auto library = delivery::start_sasl(site);
  if (!library) return {};
  std::shared_ptr<auth::SaslLibrary> shared = *library;
  return [shared](const SessionContext& context) -> std::shared_ptr<smtp::SaslServer> {
    const config::Options& all = context.site->options();
    auth::SaslServerOptions server;
    server.hostname = context.site->macro("j");
    server.realm = all.auth_realm;
    for (std::string_view word : words(all.auth_mechanisms)) server.mechanisms.emplace_back(word);
    server.policy = policy_of(all.auth_options, all.auth_max_bits);
    server.local_address = socket_name(context.local_address);
    server.peer_address = socket_name(context.peer_address);
    return auth::make_sasl_server(shared, std::move(server));
  };
}

}  // namespace sm::daemon
