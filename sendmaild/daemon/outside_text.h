// Text from outside (clients, DNS, certificates) on its way into a macro. Macro values are encoded text in which the bytes
// 0x80-0x9f are metasymbols; a client must not be able to write one.
#pragma once

#include <string>
#include <string_view>

namespace sm::daemon {

// Bytes that would be metasymbols, and control characters, become '?' and blanks.
std::string outside_text(std::string_view text);

}  // namespace sm::daemon
