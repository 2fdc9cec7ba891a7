// What the Received field needs to know, set as macros before the H lines are expanded: r s _ and $u, which is set only
// while a message has one recipient, so that "for <x>" shows nothing about others.
#pragma once

#include "sendmaild/message/envelope.h"

namespace sm::message {

// Sets or clears $u for the time the default header is expanded. "for" shows the address as it was given; there is none
// with several recipients, or when Envelope::hide_received_for says so.
void set_received_recipient(Envelope& envelope);
// The Received field of a bounce: "from localhost (localhost)" without `with` and `for`.
void set_received_for_bounce(Envelope& envelope);

}  // namespace sm::message
