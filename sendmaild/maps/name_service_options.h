// The name service as a configuration wants it: ResolverOptions, Timeout.resolver.*, HostsFile, ServiceSwitchFile,
// DontExpandCnames.
#pragma once

#include <memory>

#include "lib/dns/name_service.h"
#include "sendmaild/config/config.h"

namespace sm::maps {

std::shared_ptr<const dns::NameService> make_name_service(const config::Config& config);

}  // namespace sm::maps
