// Mailers that are programs with the recipient among their arguments: procmail, sh -c, mail.local. The message goes to
// their input, their output into the transcript, their exit status is the outcome of all recipients of the run.
#pragma once

#include "sendmaild/delivery/batch.h"

namespace sm::delivery {

Outcomes run_program_mailer(const Site& site, process::HelperClient& helper, Batch& batch);

// What a program's end means. `output` is its first line, for the text of failures.
Outcome outcome_of_program(const config::Mailer& mailer, const process::ChildStatus& status);

}  // namespace sm::delivery
