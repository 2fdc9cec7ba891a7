// MaxMimeHeaderLength: MIME fields that are longer than a careful reader expects, or leave a quote or comment open, are cut
// and mended before a message goes on, so that they do no harm in mail programs.
// Security: the fields are strangers' text; every result is at most as long as what came in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/config/options.h"

namespace sm::message {

struct LimitedValue {
  std::string value;
  // For the log: "Truncated long MIME Content-Id header (length = 3000) (possible attack)".
  std::vector<std::string> complaints;
};

// A field's value, leading blank included, within the limits of the options; fields that are no MIME stay as they are.
LimitedValue limit_mime_field(std::string_view name, std::string_view value, const config::Options& options);

}  // namespace sm::message
