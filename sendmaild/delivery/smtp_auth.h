// AUTH of a session with a server (RFC 4954): credentials from ruleset authinfo or the file of DefaultAuthInfo, mechanisms
// from what both sides allow. Who fails to authenticate sends all the same, unless the failure may pass.
// Security: credentials live in here and in the SASL library; no log line and no transcript has them.
#pragma once

#include <optional>

#include "sendmaild/delivery/site_sasl.h"
#include "sendmaild/delivery/smtp_session.h"

namespace sm::delivery {

struct AuthStep {
  std::optional<Outcome> trouble;  // the session is to be given up
  bool authenticated = false;
  bool layer_installed = false;    // EHLO is due again
};

// Sets ${auth_type}.
AuthStep authenticate(const SmtpSession& session, SharedSasl& sasl);

}  // namespace sm::delivery
