// dead.letter: where a message goes that could not be sent while its author was waiting for the command to end.
#pragma once

#include <string>

#include "sendmaild/cli/privileges.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/message/body_file.h"
#include "sendmaild/message/envelope.h"

namespace sm::cli {

// Appends the message to ~/dead.letter as the caller. The path, or nothing when it could not be written.
std::optional<std::string> save_dead_letter(const delivery::Site& site, const Caller& who,
                                            const message::Envelope& envelope, const message::BodyFile& body);

}  // namespace sm::cli
