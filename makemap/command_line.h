// The command line of makemap(8). Historic getopt letters, kept exactly.
#pragma once

#include <optional>
#include <string>

#include "lib/mapsource/map_source.h"
#include "makemap/tool_config.h"

namespace sm::makemap {

struct MakemapOptions {
  std::string config_file{kDefaultConfig};
  std::string fallback_type;       // -i
  mapsource::SourceRules source;   // -D -e -f -t
  size_t cache_bytes = 0;          // -c
  bool duplicates = false;         // -d
  bool null_terminated = false;    // -N
  bool append = false;             // -o
  bool replace = false;            // -r
  bool unsafe_files = false;       // -s
  bool dump = false;               // -u
  bool verbose = false;            // -v
  enum class Listing { none, types, types_with_config, extensions } listing = Listing::none;  // -l -L -x
  std::string type;
  std::string map_name;
};

// Prints what is wrong and the usage on stderr, and answers nothing, when makemap must leave with EX_USAGE.
std::optional<MakemapOptions> parse_makemap_options(int argc, char** argv);

// The names of the file types, one a line, as -l, -L and -x print them.
std::string list_types(MakemapOptions::Listing listing);

}  // namespace sm::makemap
