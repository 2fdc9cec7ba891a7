// Delivery into files: the *file* mailer of aliases and .forward, and mailers with P=[FILE]. Appended under a lock, as
// the user whose file it is; cut back to the old size when a write fails.
#pragma once

#include "sendmaild/delivery/batch.h"

namespace sm::delivery {

// Appends the batch's message to a file, whoever its recipients are.
Outcome append_to_file(const Site& site, process::HelperClient& helper, const Batch& batch, const std::string& path);

Outcomes run_file_mailer(const Site& site, process::HelperClient& helper, Batch& batch);

}  // namespace sm::delivery
