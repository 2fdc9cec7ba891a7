// The client's side of AUTH with Cyrus SASL: the library picks the best mechanism of those that are
// offered to it.
// Threads: as sasl_server.h.
#pragma once

#include <memory>
#include <string>

#include "sendmaild/auth/authinfo.h"
#include "sendmaild/auth/sasl_library.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::auth {

struct SaslClientOptions {
  std::string server_name;                  // the host we talk to, for DIGEST-MD5 and GSSAPI
  AuthInfo credentials;
  SaslPolicy policy;
  int tls_ssf = 0;                          // cipher bits of the session; 0: in the clear
  std::string local_address, peer_address;  // "192.0.2.1;25", or empty
};

std::unique_ptr<smtp::SaslClient> make_sasl_client(std::shared_ptr<SaslLibrary> library, SaslClientOptions options);

}  // namespace sm::auth
