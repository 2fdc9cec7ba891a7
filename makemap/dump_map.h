// makemap -u: the entries of a database file as text, in the order of the file.
#pragma once

#include "lib/base/exit_status.h"
#include "makemap/command_line.h"

namespace sm::makemap {

ExitStatus dump_map(const MakemapOptions& options);

// Prints key, separator and value of an entry; closing NULs are left out.
void print_entry(std::string_view key, std::string_view separator, std::string_view value);

}  // namespace sm::makemap
