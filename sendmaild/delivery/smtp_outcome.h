// What a step of an SMTP or LMTP conversation means for the recipients it was about (Operations Guide, stat=; the table
// of exit classes): pure functions over Answers and errno values.
#pragma once

#include <string>

#include "sendmaild/delivery/outcome.h"
#include "sendmaild/queue/host_status.h"
#include "sendmaild/smtp/client/answer.h"

namespace sm::delivery {

// "Connection refused by mail.daum.net.", "mail.daum.net.: No route to host": what stands behind "Deferred: ".
std::string network_error_text(int error, const std::string& host);

// A connection that could not be made.
Outcome outcome_of_connect(int error, const std::string& host);

// A host that another attempt found in trouble; `status` is not ok.
Outcome outcome_of_trouble(const queue::HostStatus& status, const std::string& host);

// The answer of `phase`; a positive one of the final dot is a delivery. `host` is the server's name as in the log.
Outcome outcome_of_answer(smtp::client::Phase phase, const smtp::client::Answer& answer, const std::string& host);

// A host whose name could not be resolved now, or does not exist.
Outcome outcome_of_deferred_lookup(const std::string& host);
Outcome outcome_of_unknown_host(const std::string& host);
// A server whose TLSA records could not be asked for.
Outcome outcome_of_deferred_dane(const std::string& host);

}  // namespace sm::delivery
