// The part of the configuration that the helper may act upon: programs of mailers, environment.
#pragma once

#include "sendmaild/config/config.h"
#include "sendmaild/process/helper.h"

namespace sm::daemon {

process::HelperTable mailer_table(const config::Config& config);

}  // namespace sm::daemon
