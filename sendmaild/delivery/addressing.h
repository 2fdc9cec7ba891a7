// From the addresses of an envelope to recipients with mailers: rulesets, aliases, .forward, user database (alias/expand).
// Runs at the start of every delivery attempt, because all of these may have changed since the last one.
#pragma once

#include <functional>
#include <string>

#include "sendmaild/alias/expand.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/message/envelope.h"

namespace sm::delivery {

struct AddressingContext {
  const Site* site = nullptr;
  const alias::Expander* expander = nullptr;
  bool unsafe = false;                       // the queue file is not ours: no programs, files, :include:
  bool no_aliases = false;                   // -n
  char delivery_mode = 'i';
  std::function<void(const std::string&)> verbose;  // -v lines, may be empty
};

// Resolves every recipient that is not done. Recipients that stand for others (aliases) become expanded and what they
// stand for is appended; errors make them failed or deferred with their texts.
void address_recipients(message::Envelope& envelope, const AddressingContext& context);
// Whether a recipient of the envelope is still to be delivered to.
bool has_open_recipients(const message::Envelope& envelope);

// Whose rights the sender's mail has: set when the sender is a local user.
void find_sender_user(message::Envelope& envelope, const Site& site);

}  // namespace sm::delivery
