// What to say when a file of the sendmail macro library is not found, where m4 alone leaves people with "cannot open".
#pragma once

#include <string>

namespace sm::m4cf {

// One line of advice about a missing include, in the user's language; empty when the name is not of that library.
std::string advice_for_missing(const std::string& name);

}  // namespace sm::m4cf
