// Whether a file that a map reads can be trusted (Operations Guide: DontBlameSendmail).
#pragma once

#include <string>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"
#include "sendmaild/config/config.h"

namespace sm::maps {

// The error's text is the reason alone; its status is no_input where the file does not exist. `config` may be null.
// `files`: who will read it.
Result<void> check_map_file(const std::string& path, const FileOpener& files, const config::Config* config);

}  // namespace sm::maps
