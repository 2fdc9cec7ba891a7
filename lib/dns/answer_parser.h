// A DNS message as bytes to an Answer (RFC 1035 section 4).
// Security: the bytes come from the network. Every length is checked against the message; compression is bounded.
#pragma once

#include <optional>
#include <string_view>

#include "lib/dns/answer.h"

namespace sm::dns {

constexpr size_t kMaxRecords = 1000;

// Nothing when the message is malformed, or carries a response code other than "no error" and "no such name".
std::optional<Answer> parse_answer(std::string_view message);

}  // namespace sm::dns
