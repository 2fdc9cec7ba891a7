// Whom the parts of the program run as that hear from the network: never root (docs/processes.md).
#pragma once

#include "lib/base/result.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/process/run_as.h"

namespace sm::cli {

// RunAsUser; where it is not set, the first of smmta, smmsp and DefaultUser that there is; with the groups of that user, and
// with group sasl where it exists, which opens saslauthd's socket. Error: all of them are root or unknown.
Result<process::Identity> service_identity(const config::Options& options);

}  // namespace sm::cli
