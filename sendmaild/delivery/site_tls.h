// TLS as the options of a site want it, for what it receives and for what it sends: contexts, and the macros that tell
// rulesets about a session.
#pragma once

#include <memory>

#include "sendmaild/delivery/site.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/net/tls_facts.h"

namespace sm::delivery {

net::TlsSettings tls_settings(const config::Options& options, net::TlsRole role);

// Reads keys and certificates, so it is called by who may, before roles are forked. Null when the options ask for no TLS in
// this role (a server without certificate) or for what cannot be had, which is logged: mail goes on without TLS.
std::shared_ptr<const net::TlsContext> tls_context(const Site& site, net::TlsRole role);

// ${tls_version}, ${cipher}, ${verify}, ${cert_subject} and so on; without facts all of them are empty.
void set_tls_macros(const config::Options& options, const net::TlsFacts* facts, macros::MacroScope& macros);

// The log lines of a session that has begun; `relay` is the other side.
void log_tls_session(const Site& site, net::TlsRole role, const std::string& relay, const net::TlsFacts& facts);

}  // namespace sm::delivery
