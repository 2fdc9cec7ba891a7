// SASL as the options of a site want it: the library, started when it is first needed, and AuthOptions for it.
#pragma once

#include <memory>

#include "lib/base/guarded.h"
#include "sendmaild/auth/sasl_library.h"
#include "sendmaild/delivery/site.h"

namespace sm::delivery {

// The library of this process, which logs through us. Error: it cannot be started.
Result<std::shared_ptr<auth::SaslLibrary>> start_sasl(const Site& site);

// Keeps the library from the first question on. Thread-safe.
class SharedSasl {
 public:
  // Null when it cannot be started; that is logged.
  std::shared_ptr<auth::SaslLibrary> library(const Site& site);

 private:
  Guarded<std::shared_ptr<auth::SaslLibrary>> library_;
};

}  // namespace sm::delivery
