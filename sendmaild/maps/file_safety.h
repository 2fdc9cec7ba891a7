// Whether a file that the configuration names can be trusted (Operations Guide: DontBlameSendmail).
#pragma once

#include <string>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"
#include "sendmaild/config/config.h"

namespace sm::maps {

// The error's text is the reason alone; its status is no_input where the file does not exist. `files`: who will read it.
// A file of a map; `config` may be null.
Result<void> check_map_file(const std::string& path, const FileOpener& files, const config::Config* config);
// The file of DefaultAuthInfo: nobody but its owner may read it.
Result<void> check_auth_info_file(const std::string& path, const FileOpener& files, const config::Config& config);

}  // namespace sm::maps
