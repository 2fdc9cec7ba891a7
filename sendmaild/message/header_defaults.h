// The default header of a message: which H lines of the .cf add a field, and where. The order on output is the surviving
// defaults in .cf order, then the message's own fields as they came; Received comes first among them because trace fields
// are never displaced.
#pragma once

#include "sendmaild/config/config.h"
#include "sendmaild/message/envelope.h"

namespace sm::message {

// Replaces envelope.headers (the sender's fields) by defaults and fields. Default values are expanded now, on the
// envelope's macros, except Return-Path, which waits for the mailer. Needs: macros i, a, b, g, x and those that
// Received uses (received.h); recipients, for NoRecipientAction and "for".
// Before it: note_header_facts().
void add_default_headers(Envelope& envelope, const config::Config& config);

// True when the field's condition holds for a mailer: H?flags? or H?${macro}?. Fields of our own with no condition and
// the sender's fields always do, except the kinds that only show on request.
bool shown_for(const HeaderField& field, const config::MailerFlags& flags, const macros::MacroScope& macros);

}  // namespace sm::message
