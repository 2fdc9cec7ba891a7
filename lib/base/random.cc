// getrandom(2) with the retry that a signal makes necessary.
#include "lib/base/random.h"

#include <sys/random.h>

#include <cerrno>

#include "lib/base/check.h"

namespace sm {

uint64_t random_bits() {
  uint64_t bits = 0;
  ssize_t got = 0;
  do {
    got = getrandom(&bits, sizeof bits, 0);
  } while (got < 0 && errno == EINTR);
  SM_CHECK(got == static_cast<ssize_t>(sizeof bits));
  return bits;
}

uint64_t random_below(uint64_t bound) {
  SM_CHECK(bound != 0);
  // Values above the last whole multiple of `bound` would favour small results.
  uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t bits = 0;
  do {
    bits = random_bits();
  } while (bits >= limit);
  return bits % bound;
}

}  // namespace sm
