// user: the accounts of the system. -v names the field that is the answer; the login name without it.
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "lib/base/ascii.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr std::array<std::string_view, 7> kColumns = {"name", "passwd", "uid", "gid", "gecos", "dir", "shell"};

// The full name in a gecos field: up to the first comma, "&" for the login name.
std::string full_name(std::string_view gecos, std::string_view login) {
  std::string name;
  for (char c : gecos.substr(0, gecos.find(','))) {
    if (c != '&') {
      name += c;
      continue;
    }
    name += login;
    if (!login.empty()) name[name.size() - login.size()] = ascii::to_upper(login.front());
  }
  return name;
}

class UserMap final : public OpenedMap {
 public:
  UserMap(MapFlags flags, const config::MapSpec& spec) : OpenedMap(std::move(flags)), map_name_(spec.name) {}

  Opening open(const MapContext& context) override {
    context.note(2, "user_map_open({}, 0)", map_name_);
    if (flags_.value_column.empty()) flags_.value_column = "name";
    for (std::string_view column : kColumns) {
      if (column == flags_.value_column) return {};
    }
    return {Opening::Result::broken,
            fmt::format("User map {}: unknown column name {}", map_name_, flags_.value_column)};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "user_map_lookup({}, {})", map_name_, question.key);
    std::string key(question.key);
    if (flags_.fold_key) key = ascii::lower(key);
    passwd entry{};
    passwd* found_entry = nullptr;
    std::vector<char> space(16384);
    int code = ::getpwnam_r(key.c_str(), &entry, space.data(), space.size(), &found_entry);
    // Accounts are found without case, with -f too, which concerns %0 alone.
    if (std::string folded = ascii::lower(key); found_entry == nullptr && folded != key) {
      code = ::getpwnam_r(folded.c_str(), &entry, space.data(), space.size(), &found_entry);
    }
    if (found_entry == nullptr) {
      bool unknown = code == 0 || code == ENOENT || code == ESRCH;
      return unknown ? absent(ExitStatus::no_user) : not_now();
    }
    MapQuestion folded{key, question.arguments, question.from_rule};
    return found(field(entry), folded, flags_);
  }
  // NSS may ask the network.
  bool may_block() const override { return true; }

 private:
  std::string field(const passwd& entry) const {
    const std::string& column = flags_.value_column;
    if (column == "passwd") return "x";
    if (column == "uid") return std::to_string(entry.pw_uid);
    if (column == "gid") return std::to_string(entry.pw_gid);
    if (column == "gecos") return full_name(entry.pw_gecos, entry.pw_name);
    if (column == "dir") return entry.pw_dir;
    if (column == "shell") return entry.pw_shell;
    return entry.pw_name;
  }

  std::string map_name_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_user_map(MapMaker& maker) {
  MapFlags flags;
  maker.subject = first_word(parse_common_flags(maker, flags)).word;
  return std::make_unique<UserMap>(std::move(flags), maker.spec);
}

}  // namespace sm::maps
