// MapSet: every map of a configuration by name, opened at the first question and reopened when its file is replaced.
// Belongs to one Config; shared by all threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file_opener.h"
#include "sendmaild/maps/map.h"

namespace sm::dns {
class NameService;
}

namespace sm::maps {

class MapSet {
 public:
  // Parses the specification of every K line. Messages (in sendmail's words, without file and line) are appended to
  // `errors` with the MapSpec they belong to; a map with errors answers like one that cannot be opened.
  struct Complaint {
    const config::MapSpec* spec;
    std::string text;
  };
  static std::unique_ptr<MapSet> create(std::shared_ptr<const config::Config> config, std::vector<Complaint>& errors);
  // The same with another name service (null: the configured one) and another way to files.
  static std::unique_ptr<MapSet> create(std::shared_ptr<const config::Config> config, std::vector<Complaint>& errors,
                                        std::shared_ptr<const dns::NameService> names,
                                        std::shared_ptr<const FileOpener> files = direct_files());
  virtual ~MapSet() = default;

  // Checks one K line alone, while the configuration is being read (ParseHooks::check_map). Members of a sequence are
  // not looked at.
  static std::vector<std::string> check_spec(const config::MapSpec& spec);
  // A checker for a whole configuration: it remembers the names it has seen.
  static std::function<std::vector<std::string>(const config::MapSpec&)> spec_checker();

  // The answer of map `name` (without case). An undeclared map is absent with status config and a message.
  virtual MapAnswer lookup(std::string_view name, const MapQuestion& question, MapContext& context) const = 0;
  // Declared (built-in maps as `host` included)?
  virtual bool exists(std::string_view name) const = 0;
  // Whether it could be opened, for `/map` in address test mode; opens it when needed.
  virtual bool is_open(std::string_view name, const MapContext& context) const = 0;
  bool is_open(std::string_view name) const { return is_open(name, {}); }
  // What opening the map had to say and nobody was told yet (after is_open()); the next question says it otherwise.
  virtual std::string take_opening_message(std::string_view name) const = 0;
  virtual bool may_block(std::string_view name) const = 0;
  // Host names and mail exchangers as this configuration looks them up.
  virtual std::shared_ptr<const dns::NameService> name_service() const = 0;
  // All files that the maps may read.
  virtual std::vector<std::string> files() const { return {}; }
};

}  // namespace sm::maps
