// The answer of whoever opens files for others: a descriptor, or why there is none.
#pragma once

#include "lib/base/unique_fd.h"

namespace sm {

struct OpenedFile {
  UniqueFd fd;    // invalid: see error
  int error = 0;  // errno
};

}  // namespace sm
