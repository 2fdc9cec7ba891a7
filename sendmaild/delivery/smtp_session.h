// SmtpSession: one connection to a server as the steps see it that protect it (smtp_tls.h, smtp_auth.h): who we talk to, on
// whose behalf, and through what. A bundle of references; the conversation outlives it.
#pragma once

#include <string>

#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

struct ServerId {
  std::string name;       // as in the log: "mail.daum.net.", "[10.0.2.200]"
  std::string address;    // "10.0.2.200"; empty for local sockets and pipes

  std::string relay() const { return address.empty() ? name : name + " [" + address + "]"; }
  // ${server_name}: without the trailing dot.
  std::string plain_name() const { return name.size() > 1 && name.ends_with('.') ? name.substr(0, name.size() - 1) : name; }
};

struct SmtpSession {
  const Site& site;
  Wire& wire;
  Batch& batch;
  const ServerId& server;
  smtp::client::Dialogue& dialogue;
};

}  // namespace sm::delivery
