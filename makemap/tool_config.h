// What the tools take from sendmail.cf: TrustedUser, the file classes of K lines, AliasFile, mailers, StatusFile. They
// read the file as text, a line at a time, so that a configuration with errors does not stop a map from being built.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace sm::makemap {

constexpr std::string_view kDefaultConfig = "/etc/mail/sendmail.cf";

struct MapLine {
  std::string map_class;
  std::string file;
};

struct ToolConfig {
  std::optional<uid_t> trusted_user;
  std::vector<MapLine> maps;             // K lines with a file
  std::vector<std::string> alias_specs;  // elements of AliasFile: "class:flags file" or a path
  std::vector<std::string> mailers;      // names by number, the three that every configuration has first
  std::string status_file;
  std::vector<std::string> warnings;     // "TrustedUser: unknown user x"
};

// The error is "FILE: reason" with status no_input.
Result<ToolConfig> read_tool_config(const std::string& file);

// The file types "cf" and "CF" of makemap: the class of the K line for this map. cf compares the whole path, CF the
// base names without extension. Nothing when no K line fits.
enum class PathMatch { whole, base_name };
std::optional<std::string> class_for_file(const ToolConfig& config, const std::string& map_name, PathMatch match);

}  // namespace sm::makemap
