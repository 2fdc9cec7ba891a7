// makemap(8): makes the database files that sendmail's maps read, or with -u prints one.
#include <fmt/core.h>
#include <unistd.h>

#include "makemap/build_map.h"
#include "makemap/command_line.h"
#include "makemap/dump_map.h"
#include "makemap/tool_config.h"

namespace {

using namespace sm;
using namespace sm::makemap;

// The types cf and CF stand for what sendmail.cf says about the map. False when it says nothing.
bool resolve_type(const ToolConfig& config, MakemapOptions& options) {
  if (options.type != "cf" && options.type != "CF") return true;
  PathMatch match = options.type == "cf" ? PathMatch::whole : PathMatch::base_name;
  std::optional<std::string> found = class_for_file(config, options.map_name, match);
  if (!found && options.fallback_type.empty()) {
    fmt::print(stderr, "makemap: mapfile {}: not found in {}\n", options.map_name, options.config_file);
    return false;
  }
  if (!found && options.verbose) {
    fmt::print(stderr, "makemap: mapfile {}: not found in {}, using fallback {}\n", options.map_name,
               options.config_file, options.fallback_type);
  }
  options.type = found ? *found : options.fallback_type;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<MakemapOptions> options = parse_makemap_options(argc, argv);
  if (!options) return to_int(ExitStatus::usage);
  if (options->listing != MakemapOptions::Listing::none) {
    fmt::print("{}", list_types(options->listing));
    return 0;
  }
  // Only root can give the file to TrustedUser, so only root needs the configuration; so do the types cf and CF.
  bool needed = ::geteuid() == 0 || options->type == "cf" || options->type == "CF";
  Result<ToolConfig> config = needed ? read_tool_config(options->config_file) : ToolConfig{};
  if (!config) {
    fmt::print(stderr, "makemap: {}\n", config.error().text);
    fmt::print(stderr, "makemap: hint: TrustedUser is read from there; name another configuration with -C FILE\n");
    return to_int(ExitStatus::no_input);
  }
  for (const std::string& warning : config->warnings) fmt::print(stderr, "{}\n", warning);
  if (!resolve_type(*config, *options)) return to_int(ExitStatus::data_error);
  return to_int(options->dump ? dump_map(*options) : build_map(*options, *config, STDIN_FILENO));
}
