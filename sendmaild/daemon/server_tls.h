// The server's TLS context out of ServerCertFile, ServerKeyFile and the options around them.
#pragma once

#include <memory>

#include "sendmaild/delivery/site.h"
#include "sendmaild/net/tls_context.h"

namespace sm::daemon {

// Null when no certificate is configured, or it cannot be used (logged as sendmail does: "STARTTLS=server, …").
std::shared_ptr<const net::TlsContext> server_tls_context(const delivery::Site& site);

}  // namespace sm::daemon
