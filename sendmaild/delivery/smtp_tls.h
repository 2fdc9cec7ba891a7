// STARTTLS of a session with a server and the rulesets about it: try_tls before, tls_server after it or without it, tls_rcpt
// for each recipient (RFC 3207; Operations Guide, "STARTTLS").
#pragma once

#include <memory>
#include <optional>

#include "sendmaild/delivery/dane.h"
#include "sendmaild/delivery/smtp_session.h"
#include "sendmaild/net/tls_context.h"

namespace sm::delivery {

// In the clear: a second connection after a failed handshake (TLSFallbacktoClear).
enum class TlsUse { if_offered, never };

struct TlsStep {
  std::optional<Outcome> trouble;  // the session is to be given up
  bool started = false;            // EHLO is due again
  bool handshake_failed = false;   // the connection is lost by it
};

struct TlsPlan {
  std::shared_ptr<const net::TlsContext> context;  // null: no STARTTLS
  TlsUse use = TlsUse::if_offered;
  DaneRecords dane;
};

// Sets ${verify} and the macros about the certificate.
TlsStep start_tls(const SmtpSession& session, const TlsPlan& plan);

// What tls_rcpt has against sending to this recipient here.
std::optional<Outcome> judge_recipient(const SmtpSession& session, const message::Recipient& recipient);

}  // namespace sm::delivery
