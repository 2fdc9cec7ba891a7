// The end of a broken invariant: one line on stderr, then abort() for a core file.
#include "lib/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sm {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, condition);
  std::abort();
}

}  // namespace sm
