// See the header.
#include "makemap/dump_map.h"

#include <fmt/core.h>

#include "lib/mapfile/map_file.h"
#include "makemap/hints.h"

namespace sm::makemap {

namespace {

std::string_view before_null(std::string_view text) { return text.substr(0, text.find('\0')); }

ExitStatus fail_to_open(const MakemapOptions& options, const std::string& path, const std::string& reason) {
  report_open_error(options.type, options.map_name, path, reason);
  return ExitStatus::cannot_create;
}

}  // namespace

void print_entry(std::string_view key, std::string_view separator, std::string_view value) {
  fmt::print("{}{}{}\n", before_null(key), separator, before_null(value));
}

ExitStatus dump_map(const MakemapOptions& options) {
  std::optional<mapfile::FileType> type = mapfile::find_file_type(options.type);
  if (!type) return fail_to_open(options, options.map_name, "Unknown database type");
  std::string path = mapfile::file_path(*type, options.map_name);
  std::optional<mapfile::FileType> there = mapfile::existing_type(*type, options.map_name);
  if (!there) return fail_to_open(options, path, "No such file or directory");
  auto file = mapfile::open_map_file(*there, path);
  if (!file) return fail_to_open(options, path, file.error().text);
  mapfile::SharedLock lock((*file)->fd());
  std::string separator(1, options.source.separator.value_or('\t'));
  Result<void> done = (*file)->for_each([&](std::string_view key, std::string_view value) {
    print_entry(key, separator, value);
    return true;
  });
  if (!done) {
    fmt::print(stderr, "makemap: {}: {}\n", options.map_name, done.error().text);
    return ExitStatus::io_error;
  }
  return ExitStatus::ok;
}

}  // namespace sm::makemap
