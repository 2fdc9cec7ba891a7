// DANE for SMTP (RFC 7672; option DANE): what the domain name system says about the certificate of a server. It counts only
// where a resolver has validated it, and the way to it: the MX records, the addresses and the records themselves.
#pragma once

#include <string>
#include <vector>

#include "lib/dns/resolver.h"
#include "sendmaild/config/options.h"
#include "sendmaild/net/tls_context.h"

namespace sm::delivery {

struct DaneRecords {
  enum class State {
    none,    // DANE has no say
    must,    // TLS with a certificate that one of these matches
    later,   // could not ask: neither yes nor no
  };
  State state = State::none;
  std::string name;                        // of the server, without trailing dot
  std::vector<net::TlsaRecord> records;    // that SMTP knows (usages 2 and 3); at least one
};

// `validated`: whether the name of the server and its addresses were.
DaneRecords look_up_dane(const dns::Resolver& resolver, config::Dane option, const std::string& server, uint16_t port,
                         bool validated);

}  // namespace sm::delivery
