// praliases(8): prints the alias databases that sendmail.cf names, or chosen keys of them.
#include <fmt/core.h>
#include <unistd.h>

#include <span>

#include "lib/base/text.h"
#include "lib/mapfile/map_file.h"
#include "makemap/command_line.h"
#include "makemap/dump_map.h"
#include "makemap/tool_config.h"

namespace {

using namespace sm;
using namespace sm::makemap;

struct AliasSpec {
  std::string type = "implicit";
  std::string file;
};

// "class:-flags file" or a path.
AliasSpec parse_spec(std::string_view text) {
  AliasSpec spec;
  size_t colon = text.find(':');
  if (colon != std::string_view::npos && text.front() != '/') {
    spec.type = trim(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  for (std::string_view word : words(text)) {
    if (word.front() == '-') continue;
    spec.file = word;
    break;
  }
  return spec;
}

Result<void> print_keys(mapfile::MapFile& file, std::span<char*> keys) {
  for (const char* key : keys) {
    // With the closing NUL first: newaliases stores both key and value with it.
    for (size_t extra : {1, 0}) {
      auto value = file.get(std::string_view(key, std::string_view(key).size() + extra));
      if (!value) return value.error();
      if (*value) {
        print_entry(key, ":", **value);
        break;
      }
      if (extra == 0) fmt::print("{}: No such key\n", key);
    }
  }
  return {};
}

void print_aliases(const AliasSpec& spec, std::span<char*> keys) {
  std::optional<mapfile::FileType> type = mapfile::find_file_type(spec.type);
  if (!type) {
    fmt::print(stderr, "praliases: Skipping non-file based alias type {}\n", spec.type);
    return;
  }
  std::string path = mapfile::file_path(*type, spec.file);
  std::optional<mapfile::FileType> there = mapfile::existing_type(*type, spec.file);
  if (!there) {
    fmt::print(stderr, "praliases: {}: open: Unknown database type\n", spec.file);
    return;
  }
  auto file = mapfile::open_map_file(*there, path);
  if (!file) {
    fmt::print(stderr, "praliases: {}: open: {}\n", spec.file, file.error().text);
    return;
  }
  mapfile::SharedLock lock((*file)->fd());
  Result<void> done = keys.empty() ? (*file)->for_each([](std::string_view key, std::string_view value) {
    print_entry(key, ":", value);
    return true;
  })
                                   : print_keys(**file, keys);
  if (!done) fmt::print(stderr, "praliases: {}: {}\n", spec.file, done.error().text);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  std::string config_file(kDefaultConfig);
  std::string alias_file;
  int letter = 0;
  while ((letter = ::getopt(argc, argv, "C:f:l")) != -1) {
    switch (letter) {
      case 'C': config_file = optarg; break;
      case 'f': alias_file = optarg; break;
      case 'l': fmt::print("{}", list_types(MakemapOptions::Listing::types)); return 0;
      default:
        fmt::print(stderr, "usage: praliases [-C cffile] [-f aliasfile] [key ...]\n");
        return to_int(ExitStatus::usage);
    }
  }
  std::span<char*> keys(argv + optind, static_cast<size_t>(argc - optind));
  if (!alias_file.empty()) {
    print_aliases(parse_spec(alias_file), keys);
    return 0;
  }
  Result<ToolConfig> config = read_tool_config(config_file);
  if (!config) {
    fmt::print(stderr, "praliases: {}\n", config.error().text);
    return to_int(ExitStatus::no_input);
  }
  for (const std::string& spec : config->alias_specs) print_aliases(parse_spec(spec), keys);
  return 0;
}
