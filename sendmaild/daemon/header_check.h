// The checks a header gets when it is complete: rulesets of "H…: $>name" lines for their fields, "H*" for all others,
// then check_eoh; and check_eom when the whole message is there.
#pragma once

#include <optional>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/smtp/reply.h"

namespace sm::daemon {

// The first refusal. Discard and quarantine are noted in the envelope.
std::optional<smtp::Reply> check_header(SessionContext& context, int64_t header_bytes);
std::optional<smtp::Reply> check_end_of_message(SessionContext& context, int64_t message_bytes);

}  // namespace sm::daemon
