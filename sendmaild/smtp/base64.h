// Base64 of the AUTH exchange (RFC 4648 §4, RFC 4954 §4): one line, padding required.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sm::smtp {

std::string base64_encode(std::string_view bytes);
// Nothing when the text is not valid base64.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace sm::smtp
