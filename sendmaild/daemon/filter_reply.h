// A filter's own reply text, "550-5.7.1 one CR LF 550 5.7.1 two" with "%%" for a percent sign, as a Reply.
#pragma once

#include <string>
#include <string_view>

#include "sendmaild/smtp/reply.h"

namespace sm::daemon {

// `about`: an address that stands in front of the first line where sendmail puts it; empty for none.
smtp::Reply filter_reply(std::string_view text, const std::string& about);

}  // namespace sm::daemon
