// See the header.
#include "makemap/tool_config.h"

#include <pwd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::makemap {

namespace {

void set_trusted_user(std::string_view value, ToolConfig& config) {
  if (std::optional<int64_t> number = parse_int(value)) {
    config.trusted_user = static_cast<uid_t>(*number);
    return;
  }
  const passwd* entry = ::getpwnam(std::string(value).c_str());
  if (entry == nullptr) {
    config.warnings.push_back("TrustedUser: unknown user " + std::string(value));
    return;
  }
  config.trusted_user = entry->pw_uid;
}

void add_alias_specs(std::string_view value, ToolConfig& config) {
  for (std::string_view piece : split(value, ',')) {
    std::string_view spec = trim(piece);
    if (!spec.empty()) config.alias_specs.emplace_back(spec);
  }
}

void read_option(std::string_view line, ToolConfig& config) {
  if (line.size() > 1 && line[1] == 'A') {
    add_alias_specs(line.substr(2), config);
    return;
  }
  if (line.size() > 1 && line[1] == 'S') {
    config.status_file = trim(line.substr(2));
    return;
  }
  if (line.size() < 2 || line[1] != ' ') return;
  size_t equals = line.find('=');
  if (equals == std::string_view::npos) return;
  std::string_view name = trim(line.substr(2, equals - 2));
  std::string_view value = trim(line.substr(equals + 1));
  if (ascii::equal_ignoring_case(name, "TrustedUser")) set_trusted_user(value, config);
  if (ascii::equal_ignoring_case(name, "AliasFile")) add_alias_specs(value, config);
  if (ascii::equal_ignoring_case(name, "StatusFile")) config.status_file = value;
}

// Kname class [-flags …] file: the last word is the file.
void read_map_line(std::string_view line, ToolConfig& config) {
  std::vector<std::string_view> parts = words(line.substr(1));
  if (parts.size() >= 3) config.maps.push_back({std::string(parts[1]), std::string(parts.back())});
}

// Mname, fields: who is defined again keeps the number.
void read_mailer(std::string_view line, ToolConfig& config) {
  std::string name(trim(line.substr(1, line.find(',') - 1)));
  if (std::find(config.mailers.begin(), config.mailers.end(), name) == config.mailers.end())
    config.mailers.push_back(std::move(name));
}

std::string_view base_name(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view without_extension(std::string_view name, std::string_view map_class) {
  std::string extension = map_class == "cdb" || map_class == "lmdb" ? "." + std::string(map_class) : ".db";
  if (name.size() > extension.size() && name.ends_with(extension)) name.remove_suffix(extension.size());
  return name;
}

}  // namespace

Result<ToolConfig> read_tool_config(const std::string& file) {
  errno = 0;
  Result<std::string> text = read_file(file);
  if (!text) return Error{file + ": " + std::strerror(errno == 0 ? EIO : errno), ExitStatus::no_input};
  ToolConfig config;
  config.mailers = {"prog", "*file*", "*include*"};
  for (std::string_view line : split(*text, '\n')) {
    if (line.empty()) continue;
    if (line.front() == 'O') read_option(line, config);
    if (line.front() == 'K') read_map_line(line, config);
    if (line.front() == 'M') read_mailer(line, config);
  }
  return config;
}

std::optional<std::string> class_for_file(const ToolConfig& config, const std::string& map_name, PathMatch match) {
  for (const MapLine& map : config.maps) {
    bool same = match == PathMatch::whole ? map.file == map_name
                                          : without_extension(base_name(map.file), map.map_class) ==
                                                without_extension(base_name(map_name), map.map_class);
    if (same) return map.map_class;
  }
  return std::nullopt;
}

}  // namespace sm::makemap
