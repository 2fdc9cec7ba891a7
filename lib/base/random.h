// Random numbers from the kernel. Good enough for ids, boundaries and the choice of a directory; thread-safe.
#pragma once

#include <cstdint>

namespace sm {

// 64 random bits.
uint64_t random_bits();
// Evenly distributed in [0, bound); bound must not be 0.
uint64_t random_below(uint64_t bound);

}  // namespace sm
