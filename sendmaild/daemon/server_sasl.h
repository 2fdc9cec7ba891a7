// AUTH of the server: the SASL library started for this role, and a server conversation for each session, as
// AuthMechanisms, AuthOptions and AuthRealm say.
#pragma once

#include <functional>
#include <memory>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::daemon {

// Makes the conversations of sessions; empty when the library cannot be started (logged): AUTH is then not offered.
// Starts the library; called once in the process that listens.
std::function<std::shared_ptr<smtp::SaslServer>(const SessionContext&)> server_sasl(const delivery::Site& site);

}  // namespace sm::daemon
