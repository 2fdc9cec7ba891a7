// See the header.
#include "makemap/hints.h"

#include <fmt/core.h>
#include <unistd.h>

#include <array>

#include "lib/base/ascii.h"
#include "lib/base/atomic_file.h"
#include "lib/base/text.h"

namespace sm::makemap {

namespace {

constexpr std::array<std::string_view, 6> kActions = {"OK", "RELAY", "REJECT", "DISCARD", "SKIP", "FRIEND"};

std::string_view base_name(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

std::string open_hint(const std::string& type, const std::string& map_name, const std::string& path,
                      std::string_view reason) {
  if (reason == "Unknown database type") {
    return fmt::format("\"{}\" is no type; use one of hash, btree, cdb, lmdb: makemap hash {} < {}", type, map_name,
                       map_name);
  }
  if (reason == "No such file or directory") {
    std::string folder = folder_of(path);
    if (::access(folder.c_str(), F_OK) != 0) return fmt::format("the folder {} does not exist", folder);
    return fmt::format("there is no {}; without -o or -u makemap creates it", path);
  }
  if (reason == "Permission denied") return fmt::format("{} can be written by its owner only; become root", path);
  if (reason == "Symbolic links not allowed") return fmt::format("{} is a symbolic link; name the file itself", path);
  if (reason == "Invalid argument") return fmt::format("{} is no database of type {}", path, type);
  return {};
}

void report_open_error(const std::string& type, const std::string& map_name, const std::string& path,
                       std::string_view reason) {
  fmt::print(stderr, "makemap: error opening type {} map {}: {}\n", type, map_name,
             type == "implicit" ? "Unknown database type" : reason);
  std::string hint = open_hint(type, map_name, path, reason);
  if (!hint.empty()) fmt::print(stderr, "makemap: hint: {}\n", hint);
}

bool is_access_map(std::string_view map_name) {
  std::string_view name = base_name(map_name);
  return name == "access" || name == "access.db";
}

std::string access_value_hint(std::string_view value) {
  std::string_view first = value.substr(0, value.find_first_of(" \t"));
  if (first.size() == value.size()) return {};
  for (std::string_view action : kActions) {
    if (!ascii::equal_ignoring_case(first, action)) continue;
    return fmt::format("the value is everything behind the key, \"{}\": a note cannot follow {}; leave only {}",
                       escape_controls(value), first, first);
  }
  return {};
}

}  // namespace sm::makemap
