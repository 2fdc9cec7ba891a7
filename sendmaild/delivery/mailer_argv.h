// The arguments of a mailer (A=), expanded for a batch.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/delivery/batch.h"

namespace sm::delivery {

// True when a word of A= has $u: the program takes recipients as arguments and the message on its input. Without it the
// mailer speaks SMTP or LMTP.
bool takes_recipients_as_arguments(const config::Mailer& mailer);

// Word 0 as written, -f or -r with the sender (F=f, F=r), words with $u once for each recipient. Error: more words than
// a program may get (status config).
Result<std::vector<std::string>> mailer_argv(const Batch& batch);

}  // namespace sm::delivery
