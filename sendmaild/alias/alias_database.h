// The alias sources of AliasFile, asked in order; the first answer counts. Database files are kept open and reopened when
// they are replaced; without a database the text file is read.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file_opener.h"
#include "sendmaild/config/config.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/maps/user_database.h"

namespace sm::alias {

struct AliasAnswer {
  enum class Kind { found, absent, temporary_failure };
  Kind kind = Kind::absent;
  std::string value;    // the right side: a list of addresses
  std::string message;  // temporary_failure: "alias database unavailable"
};

class AliasDatabase {
 public:
  // `say` gets lines for the log, e.g. "alias database /etc/aliases.db out of date"; may be empty.
  static std::unique_ptr<AliasDatabase> create(std::shared_ptr<const config::Config> config,
                                               std::shared_ptr<const maps::MapSet> maps,
                                               std::function<void(const std::string&)> say,
                                               std::shared_ptr<const FileOpener> files = direct_files());
  virtual ~AliasDatabase() = default;

  // `name` is the user part, without quotes and backslashes; letter case does not count for files.
  virtual AliasAnswer find(std::string_view name) const = 0;
  // The owner of a list: what errors of its members' deliveries are sent to ("owner-list"), when there is one.
  virtual std::optional<std::string> find_owner(std::string_view name) const = 0;
  // Where mail for users goes that have no alias; null without UserDatabaseSpec.
  virtual const maps::UserDatabase* user_database() const { return nullptr; }
  // All files that may be read for an answer.
  virtual std::vector<std::string> files() const { return {}; }
};

}  // namespace sm::alias
