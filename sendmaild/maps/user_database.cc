// See the header.
#include "sendmaild/maps/user_database.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/mapfile/map_file.h"

namespace sm::maps {

namespace {

std::string before_null(const std::string& text) { return text.substr(0, text.find('\0')); }

}  // namespace

UserDatabase::UserDatabase(std::string_view spec, std::shared_ptr<const FileOpener> files) : files_(std::move(files)) {
  for (std::string_view word : words(spec)) {
    for (std::string_view name : split(word, ',')) {
      if (name.starts_with('/')) paths_.push_back(mapfile::file_path(mapfile::FileType::btree, std::string(name)));
    }
  }
}

Result<std::vector<std::string>> UserDatabase::values(std::string_view user, std::string_view field) const {
  std::vector<std::string> found;
  std::string key = std::string(user) + ":" + std::string(field);
  for (const std::string& path : paths_) {
    auto file = mapfile::open_map_file(mapfile::FileType::btree, path, *files_);
    if (!file) continue;
    mapfile::SharedLock reading((*file)->fd());
    Result<std::vector<std::string>> all = (*file)->get_all(key);
    if (!all) return all.error();
    for (const std::string& value : *all) found.push_back(before_null(value));
    if (!found.empty()) break;
  }
  return found;
}

Result<std::optional<std::string>> UserDatabase::find(std::string_view user, std::string_view field) const {
  using Answer = std::optional<std::string>;
  // Names that begin with a colon are the database's own.
  if (user.empty() || user.front() == ':') return Answer();
  Result<std::vector<std::string>> own = values(user, field);
  if (!own) return own.error();
  if (!own->empty()) return Answer(own->front());
  if (!ascii::equal_ignoring_case(field, "mailname")) return Answer();
  Result<std::vector<std::string>> drop = values(user, "maildrop");
  if (!drop) return drop.error();
  if (drop->empty()) return Answer();
  Result<std::vector<std::string>> domain = values(":default", "mailname");
  if (!domain) return domain.error();
  if (domain->empty()) return Answer();
  return Answer(std::string(user) + "@" + domain->front());
}

}  // namespace sm::maps
