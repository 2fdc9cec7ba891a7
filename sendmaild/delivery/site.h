// Site: one configuration with everything that is built from it once and then shared: maps, rules. A reload builds a new
// Site; sessions and deliveries keep the one they started with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"
#include "lib/dns/name_service.h"
#include "sendmaild/alias/alias_database.h"
#include "sendmaild/config/config.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::delivery {

struct Site {
  std::shared_ptr<const config::Config> config;
  std::shared_ptr<const maps::MapSet> maps;
  std::shared_ptr<const rules::RuleEngine> rules;
  std::shared_ptr<const dns::NameService> names;
  std::shared_ptr<const alias::AliasDatabase> aliases;
  std::shared_ptr<const FileOpener> opener;   // of the files below

  const config::Options& options() const { return config->options; }
  // The definition of a macro of the configuration, expanded: "j", "v".
  std::string macro(std::string_view name) const;
  // Files that maps, aliases and the client's AUTH may read and sockets of mail filters, where the daemon opens them
  // through the helper.
  std::vector<std::string> files() const;
  // Whether the helper may open one of them.
  Result<void> check_file(const std::string& path) const;
  bool log_level(int level) const { return config->options.log_level >= level; }
};

using SharedSite = std::shared_ptr<const Site>;

// Opens maps and compiles rules. Complaints about K lines go to `complaints`; they do not stop the start, as the maps in
// question answer "could not ask".
Result<SharedSite> build_site(std::shared_ptr<const config::Config> config, std::vector<std::string>& complaints,
                              const std::shared_ptr<const FileOpener>& files = direct_files());

}  // namespace sm::delivery
