// hash, btree, cdb, lmdb and implicit: database files made by makemap. A file that is replaced is noticed at the next
// question: by its identity, or by a newer time on the file that is open, which is how makemap tells.
#include <fmt/format.h>
#include <sys/stat.h>

#include <mutex>

#include "lib/base/ascii.h"
#include "lib/mapfile/map_file.h"
#include "sendmaild/maps/file_safety.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kMaxKey = 256;

// What sendmail calls the types in its traces.
std::string_view traced_type(mapfile::FileType type) {
  switch (type) {
    case mapfile::FileType::btree: return "bt";
    case mapfile::FileType::cdb: return "cdb";
    case mapfile::FileType::lmdb: return "lmdb";
    case mapfile::FileType::hash:
    case mapfile::FileType::implicit: break;
  }
  return "hash";
}

class DatabaseMap final : public OpenedMap {
 public:
  DatabaseMap(MapFlags flags, const MapMaker& maker, mapfile::FileType type, std::string file)
      : OpenedMap(std::move(flags)),
        class_(maker.spec.map_class),
        label_(fmt::format("{} map \"{}\"", maker.spec.map_class, maker.spec.name)),
        config_(maker.config),
        files_(maker.files),
        type_(type),
        name_(std::move(file)) {}

  Opening open(const MapContext& context) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (type_ == mapfile::FileType::implicit) context.note(2, "impl_map_open({}, {}, 0)", title().name, name_);
    return open_file(context);
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "db_map_lookup({}, {})", title().name, question.key);
    std::lock_guard<std::mutex> lock(mutex_);
    std::string key(question.key.substr(0, kMaxKey));
    if (flags_.fold_key) {
      for (char& c : key) c = ascii::to_lower(c);
    }
    if (file_ == nullptr) return not_now();
    std::optional<mapfile::SharedLock> reading(std::in_place, file_->fd());
    if (was_replaced()) {
      reading.reset();
      Opening opening = open_file(context);
      if (opening.result != Opening::Result::ready) {
        return flags_.optional ? absent() : not_now(opening.message);
      }
      reading.emplace(file_->fd());
    }
    Result<std::optional<std::string>> value = get(key);
    reading.reset();
    if (!value) return not_now(fmt::format("{}: {}", label_, value.error().text));
    if (!*value) return absent();
    if (size_t end = (*value)->find('\0'); end != std::string::npos) (*value)->resize(end);
    return found(**value, question, flags_);
  }

  std::vector<std::string> files() const override { return mapfile::possible_paths(type_, name_); }

  // A memory-mapped or cached page is as near as most computations.
  bool may_block() const override { return false; }

 private:
  // implicit maps try one type after the other, so no single failure is worth a message.
  Opening broken(std::string message, const std::string& reason) const {
    file_ = nullptr;
    if (flags_.optional) return {Opening::Result::not_there, {}, reason};
    if (type_ == mapfile::FileType::implicit) return {Opening::Result::broken, {}, reason};
    return {Opening::Result::broken, std::move(message), {}};
  }

  Opening open_file(const MapContext& context) const {
    mapfile::FileType type = mapfile::concrete_type(type_, name_);
    path_ = mapfile::file_path(type_, name_);
    context.note(2, "{}_map_open({}, {}, 0)", traced_type(type), title().name, name_);
    if (Result<void> safe = check_map_file(path_, *files_, config_); !safe) {
      const std::string& reason = safe.error().text;
      std::string_view trouble = safe.error().status == ExitStatus::no_input ? "missing" : "unsafe";
      context.note(2, "\t{} map file: {}", trouble, reason);
      return broken(fmt::format("{}: {} map file {}: {}", label_, trouble, path_, reason), reason);
    }
    auto file = mapfile::open_map_file(type, path_, *files_);
    if (!file) {
      const std::string& reason = file.error().text;
      return broken(fmt::format("Cannot open {} database {}: {}", class_, path_, reason), reason);
    }
    file_ = *std::move(file);
    // The choice between keys with and without NUL is made anew for each file.
    use_null_ = flags_.try_null;
    use_plain_ = flags_.try_plain;
    if (::fstat(file_->fd(), &opened_) != 0) opened_ = {};
    return {};
  }

  bool was_replaced() const {
    struct stat here {};
    struct stat there {};
    if (::fstat(file_->fd(), &here) != 0) return true;
    // Any other time or size: somebody writes in place.
    if (here.st_mtim.tv_sec != opened_.st_mtim.tv_sec || here.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec) return true;
    if (here.st_size != opened_.st_size) return true;
    return files_->look(path_, there) != 0 || there.st_ino != opened_.st_ino || there.st_dev != opened_.st_dev;
  }

  Result<std::optional<std::string>> get(std::string& key) const {
    if (use_plain_) {
      Result<std::optional<std::string>> value = file_->get(key);
      if (!value || *value) {
        if (value) use_null_ = false;
        return value;
      }
    }
    if (!use_null_) return std::optional<std::string>();
    key.push_back('\0');
    Result<std::optional<std::string>> value = file_->get(key);
    if (value && *value) use_plain_ = false;
    return value;
  }

  std::string class_;
  std::string label_;
  const config::Config* config_;
  std::shared_ptr<const FileOpener> files_;
  mapfile::FileType type_;
  std::string name_;
  // Below: guarded by mutex_; find() is const for its callers only.
  mutable std::mutex mutex_;
  mutable std::string path_;
  mutable std::unique_ptr<mapfile::MapFile> file_;
  mutable struct stat opened_ {};
  mutable bool use_null_ = true;
  mutable bool use_plain_ = true;
};

}  // namespace

std::unique_ptr<OpenedMap> make_database_map(MapMaker& maker) {
  MapFlags flags;
  std::string file = take_file(maker, parse_common_flags(maker, flags));
  std::optional<mapfile::FileType> type = mapfile::find_file_type(maker.spec.map_class);
  if (file.empty() || !type) return nullptr;
  return std::make_unique<DatabaseMap>(std::move(flags), maker, *type, std::move(file));
}

}  // namespace sm::maps
