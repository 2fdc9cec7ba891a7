// system_error(): errno as text, by the thread-safe strerror.
#include "lib/base/result.h"

#include <cstring>

namespace sm {

Error system_error(const std::string& what, int error_number, ExitStatus status) {
  char buffer[128];
  return Error{what + ": " + strerror_r(error_number, buffer, sizeof buffer), status};
}

}  // namespace sm
