// The client's user by the identification protocol (RFC 1413), for $_ and log lines: "lee@host [192.0.2.1]".
// Security: the answer is a stranger's claim; only characters that can do no harm in an address are left of it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sendmaild/net/socket_address.h"

namespace sm::daemon {

// The user of an answer line: "lee", "IDENT:lee" where the system is OTHER (the text need not be a user name). Nothing
// for errors and for what is no answer.
std::optional<std::string> ident_user(std::string_view answer);

inline constexpr uint16_t kIdentPort = 113;

// Asks the client's server. Nothing when none answers in time. Blocking: runs on the lookup pool.
std::optional<std::string> ask_ident(const net::SocketAddress& client, const net::SocketAddress& local,
                                     std::chrono::milliseconds timeout, uint16_t port = kIdentPort);

}  // namespace sm::daemon
