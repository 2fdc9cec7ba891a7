// Who a report goes to: the sender, with UseErrorsTo also those that Errors-To names, or somebody here (PostmasterCopy,
// DoubleBounceAddress).
#pragma once

#include <string>
#include <vector>

#include "sendmaild/dsn/report.h"

namespace sm::dsn {

// Addresses as reports show them; empty: nobody is left to be told.
std::vector<std::string> readers_of(const ReportParts& parts, const ReportRequest& request);
// The addresses of the message's Errors-To fields, where UseErrorsTo honours them.
std::vector<std::string> errors_to(const message::Envelope& original, const config::Options& options);

}  // namespace sm::dsn
