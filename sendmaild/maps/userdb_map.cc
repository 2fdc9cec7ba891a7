// userdb: one field of the user database (UserDatabaseSpec).
#include "lib/base/ascii.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"
#include "sendmaild/maps/user_database.h"

namespace sm::maps {

namespace {

class UserdbMap final : public OpenedMap {
 public:
  UserdbMap(MapFlags flags, const MapMaker& maker, std::string field)
      : OpenedMap(std::move(flags)),
        database_(maker.config == nullptr ? std::string() : maker.config->options.user_database_spec, maker.files),
        field_(std::move(field)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "udb_map_lookup({}, {})", title().name, question.key);
    std::string user = flags_.fold_key ? ascii::lower(question.key) : std::string(question.key);
    Result<std::optional<std::string>> value = database_.find(user, field_);
    if (!value) return not_now(value.error().text);
    if (!*value) return absent();
    return found(**value, question, flags_);
  }
  bool may_block() const override { return true; }
  std::vector<std::string> files() const override { return database_.files(); }

 private:
  UserDatabase database_;
  std::string field_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_userdb_map(MapMaker& maker) {
  MapFlags flags;
  std::string field = take_file(maker, parse_common_flags(maker, flags));
  if (field.empty()) return nullptr;
  return std::make_unique<UserdbMap>(std::move(flags), maker, std::move(field));
}

}  // namespace sm::maps
