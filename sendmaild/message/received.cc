// See the header.
#include "sendmaild/message/received.h"

#include <algorithm>

#include "lib/address/dollar_encoding.h"

namespace sm::message {

void set_received_recipient(Envelope& envelope) {
  const Recipient* only = nullptr;
  if (envelope.hide_received_for) return envelope.macros.unset("u");
  for (const Recipient& recipient : envelope.recipients) {
    if (!recipient.primary || recipient.state == Recipient::State::duplicate) continue;
    if (only != nullptr) {
      envelope.macros.unset("u");
      return;
    }
    only = &recipient;
  }
  if (only == nullptr)
    envelope.macros.unset("u");
  else
    envelope.macros.set("u", address::quote_encoded(only->address));
}

void set_received_for_bounce(Envelope& envelope) {
  envelope.macros.set("s", "localhost");
  envelope.macros.set("_", "localhost");
  envelope.macros.set("r", "");
  envelope.macros.set("u", "");
}

}  // namespace sm::message
