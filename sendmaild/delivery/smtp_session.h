// SmtpSession: one connection to a server as the steps see it that protect it (smtp_tls.h, smtp_auth.h): who we talk to, on
// whose behalf, and through what. A bundle of references; the conversation outlives it.
#pragma once

#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/server_id.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

struct SmtpSession {
  const Site& site;
  Wire& wire;
  Batch& batch;
  const ServerId& server;
  smtp::client::Dialogue& dialogue;
};

}  // namespace sm::delivery
