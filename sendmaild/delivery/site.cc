// Putting a Site together: the map set first, because the rule compiler asks it what a map may do.
// Invariant: a Site is complete or there is none.
#include "sendmaild/delivery/site.h"

#include <algorithm>

#include "lib/base/log.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/maps/file_safety.h"

namespace sm::delivery {

std::string Site::macro(std::string_view name) const {
  macros::MacroScope scope(config->macros);
  return scope.value(name);
}

std::vector<std::string> Site::files() const {
  std::vector<std::string> all = maps->files();
  for (std::string& file : aliases->files()) all.push_back(std::move(file));
  for (const config::MilterSpec& filter : config->milters) {
    if (auto path = filter.local_path()) all.push_back(*path);
  }
  if (!options().default_auth_info.empty()) all.push_back(options().default_auth_info);
  return all;
}

Result<void> Site::check_file(const std::string& path) const {
  if (path == options().default_auth_info) return maps::check_auth_info_file(path, *direct_files(), *config);
  std::vector<std::string> of_maps = maps->files();
  bool is_map = std::find(of_maps.begin(), of_maps.end(), path) != of_maps.end();
  return is_map ? maps::check_map_file(path, *direct_files(), config.get()) : Result<void>();
}

Result<SharedSite> build_site(std::shared_ptr<const config::Config> config, std::vector<std::string>& complaints,
                              const std::shared_ptr<const FileOpener>& files) {
  auto site = std::make_shared<Site>();
  site->config = config;
  site->opener = files;
  std::vector<maps::MapSet::Complaint> map_complaints;
  site->maps = maps::MapSet::create(config, map_complaints, nullptr, files);
  for (const auto& complaint : map_complaints) {
    complaints.push_back(complaint.spec->file + ": line " + std::to_string(complaint.spec->line) + ": " + complaint.text);
  }
  site->names = site->maps->name_service();
  site->rules = rules::RuleEngine::create(config, site->maps);
  if (!site->rules) return Error{config->file + ": rules cannot be compiled", ExitStatus::config};
  int level = config->options.log_level;
  auto say = [level](const std::string& text) {
    if (level > 3) log::write_plain(log::Priority::info, text);
  };
  site->aliases = alias::AliasDatabase::create(config, site->maps, say, files);
  return SharedSite(std::move(site));
}

}  // namespace sm::delivery
