// makemap's main work: text on stdin to a database file. Lines that cannot be stored are reported and skipped, the
// others are stored, and the status tells (EX_DATAERR), as makemap has always done.
// The file appears when it is complete; on a failure the old one stays.
#pragma once

#include "lib/base/exit_status.h"
#include "makemap/command_line.h"
#include "makemap/tool_config.h"

namespace sm::makemap {

// Reads the source from `input`; messages go to stderr, the -v listing to stdout.
ExitStatus build_map(const MakemapOptions& options, const ToolConfig& config, int input);

}  // namespace sm::makemap
