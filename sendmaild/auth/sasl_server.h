// The server's side of AUTH with Cyrus SASL: which mechanisms to offer and the steps of one exchange. Passwords are
// checked by what Sendmail.conf names (saslauthd, sasldb, auxprop).
// Threads: calls may block; one at a time, on the lookup pool.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/auth/sasl_library.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::auth {

struct SaslServerOptions {
  std::string hostname;                   // $j
  std::string realm;                      // AuthRealm; empty: the host name
  std::vector<std::string> mechanisms;    // AuthMechanisms: allowed, in the order they are offered
  SaslPolicy policy;
  std::string local_address, peer_address;  // "192.0.2.1;25", or empty
};

// Null when the library refuses (no configuration, no mechanism can work); the reason is in its log.
std::unique_ptr<smtp::SaslServer> make_sasl_server(std::shared_ptr<SaslLibrary> library, SaslServerOptions options);

// All mechanisms the library could offer a new connection, for the log line "AUTH: available mech=…, allowed mech=…".
std::string available_mechanisms(const std::shared_ptr<SaslLibrary>& library, const SaslServerOptions& options);

}  // namespace sm::auth
