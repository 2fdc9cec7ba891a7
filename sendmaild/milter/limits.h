// Bounds on what filters send and are sent.
#pragma once

#include <cstddef>

namespace sm::milter {

inline constexpr size_t kPacketData = 65535;             // of a packet to a filter: libmilter takes no more
inline constexpr size_t kAnswerData = 1024 * 1024;       // of a packet from a filter; libmilter sends kPacketData at most
inline constexpr size_t kBodyRead = 32 * 1024;           // of the body, read at once
inline constexpr size_t kMacroNames = 50;                // in a list that a filter names

}  // namespace sm::milter
