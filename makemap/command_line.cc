// See the header.
#include "makemap/command_line.h"

#include <fmt/core.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "lib/mapfile/file_type.h"

namespace sm::makemap {

namespace {

constexpr const char* kUsage =
    "Usage: makemap [-C cffile] [-N] [-c cachesize] [-D commentchar]\n"
    "               [-d] [-e] [-f] [-i type] [-l] [-o] [-r] [-s] [-t delimiter]\n"
    "               [-u] [-v] type mapname\n";

using Listing = MakemapOptions::Listing;

void set_separator(const char* text, MakemapOptions& options) {
  if (text[0] == '\0') {
    fmt::print(stderr, "Invalid separator\n");
    return;
  }
  options.source.separator = text[0];
}

// False for a letter that is no option.
bool apply(int letter, const char* argument, MakemapOptions& options) {
  switch (letter) {
    case 'C': options.config_file = argument; return true;
    case 'c': options.cache_bytes = static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(argument))); return true;
    case 'D': options.source.comment = argument[0]; return true;
    case 'd': options.duplicates = true; return true;
    case 'e': options.source.empty_values = true; return true;
    case 'f': options.source.fold_keys = false; return true;
    case 'i': options.fallback_type = argument; return true;
    case 'L': options.listing = Listing::types_with_config; return true;
    case 'l': options.listing = Listing::types; return true;
    case 'x': options.listing = Listing::extensions; return true;
    case 'N': options.null_terminated = true; return true;
    case 'o': options.append = true; return true;
    case 'r': options.replace = true; return true;
    case 's': options.unsafe_files = true; return true;
    case 't': set_separator(argument, options); return true;
    case 'u': options.dump = true; return true;
    case 'v': options.verbose = true; return true;
    default: return false;
  }
}

}  // namespace

std::optional<MakemapOptions> parse_makemap_options(int argc, char** argv) {
  MakemapOptions options;
  int letter = 0;
  while ((letter = ::getopt(argc, argv, "C:D:Lc:defi:lNorst:uvx")) != -1) {
    if (!apply(letter, optarg, options)) {
      fmt::print(stderr, "{}", kUsage);
      return std::nullopt;
    }
  }
  if (options.listing != Listing::none) return options;
  if (argc - optind != 2) {
    fmt::print(stderr, "{}", kUsage);
    return std::nullopt;
  }
  options.type = argv[optind];
  options.map_name = argv[optind + 1];
  return options;
}

std::string list_types(Listing listing) {
  std::string text = listing == Listing::types_with_config ? "cf\nCF\n" : "";
  for (const mapfile::FileTypeInfo& type : mapfile::file_types()) {
    text += type.name;
    if (listing == Listing::extensions) text += ":" + std::string(type.extension);
    text += '\n';
  }
  return text;
}

}  // namespace sm::makemap
