// What mail filters do to an envelope. Addresses go through the rulesets: these functions may block.
// Invariant: what cannot be an address changes nothing.
#pragma once

#include <string>

#include "sendmaild/daemon/session_context.h"

namespace sm::daemon {

// A list of addresses, with the ESMTP parameters of RCPT for each.
void add_recipients(SessionContext& context, const std::string& addresses, const std::string& parameters);
// Every recipient with this address or the same mailbox; how many there were.
size_t delete_recipient(SessionContext& context, const std::string& address);
// Parameters of MAIL, if any are given, replace all that the client gave.
void change_sender(SessionContext& context, const std::string& address, const std::string& parameters);

}  // namespace sm::daemon
