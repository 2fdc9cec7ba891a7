// The load average by getloadavg(3). Rounded, because the options it is compared with are whole numbers.
// Invariant: never fails; without /proc the machine counts as idle.
#include "sendmaild/process/load_average.h"

#include <cstdlib>

namespace sm::process {

int load_average() {
  double average = 0;
  if (getloadavg(&average, 1) != 1) return 0;
  return static_cast<int>(average + 0.5);
}

}  // namespace sm::process
