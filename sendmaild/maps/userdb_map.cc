// userdb: the user database (UserDatabaseSpec): btree files with keys "name:field".
#include <fmt/format.h>

#include <mutex>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/mapfile/map_file.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

class UserdbMap final : public OpenedMap {
 public:
  UserdbMap(MapFlags flags, const config::Config* config, std::string field)
      : OpenedMap(std::move(flags)), config_(config), field_(std::move(field)) {}

  // Databases are opened for the question: they are asked seldom, and a new one is seen at once.
  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    if (config_ == nullptr) return absent(ExitStatus::no_host);
    std::string key = fmt::format("{}:{}", flags_.fold_key ? ascii::lower(question.key) : std::string(question.key), field_);
    for (std::string_view spec : words(config_->options.user_database_spec)) {
      for (std::string_view name : split(spec, ',')) {
        if (name.empty() || name.front() != '/') continue;
        auto file = mapfile::open_map_file(mapfile::FileType::btree,
                                           mapfile::file_path(mapfile::FileType::btree, std::string(name)));
        if (!file) continue;
        mapfile::SharedLock reading((*file)->fd());
        auto value = (*file)->get(key);
        if (!value) return not_now(value.error().text);
        if (!*value) continue;
        return found((*value)->substr(0, (*value)->find('\0')), question, flags_);
      }
    }
    return absent(ExitStatus::no_host);
  }
  bool may_block() const override { return true; }

 private:
  const config::Config* config_;
  std::string field_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_userdb_map(MapMaker& maker) {
  MapFlags flags;
  std::string field = take_file(maker, parse_common_flags(maker, flags));
  if (field.empty()) return nullptr;
  return std::make_unique<UserdbMap>(std::move(flags), maker.config, std::move(field));
}

}  // namespace sm::maps
