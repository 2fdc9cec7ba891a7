// HELP: topics out of the HelpFile ("topic<TAB>text" lines, version 2), with macros expanded.
#pragma once

#include <string>

#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/smtp/reply.h"

namespace sm::daemon {

// 214 with the topic's lines; 504 for an unknown topic; 502 when there is no help file.
smtp::Reply help_reply(const std::string& help_file, const std::string& topic, const macros::MacroScope& scope);

}  // namespace sm::daemon
