// ${client_flags}: what we do without when we talk to a server, as letters (A: AUTH, S: STARTTLS, D: DANE). Ruleset clt_features
// and the modifiers of ClientPortOptions say it; capitals stand there twice, so that rules can tell them from the others.
#pragma once

#include <optional>
#include <string>

#include "sendmaild/delivery/batch.h"
#include "sendmaild/net/socket_address.h"

namespace sm::delivery {

struct ClientFeatures {
  std::string flags;
  std::optional<Outcome> passed_over;  // the host is not to be asked for now
};

// Asks clt_features about a host, and sets the macro to what it says.
ClientFeatures ask_client_features(const Site& site, const std::string& host, Batch& batch);
// Sets the macro to that and to what ClientPortOptions has for addresses of this family.
void set_client_flags(const Site& site, const ClientFeatures& features, const net::SocketAddress& target, Batch& batch);

bool has_client_flag(const Batch& batch, char letter);

}  // namespace sm::delivery
