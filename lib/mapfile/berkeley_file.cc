// hash and btree: Berkeley DB files (lib/berkeley) as MapFile and WriterBackend.
#include "lib/berkeley/database.h"
#include "lib/mapfile/backends.h"

namespace sm::mapfile {

namespace {

berkeley::Method method_of(FileType type) {
  return type == FileType::btree ? berkeley::Method::btree : berkeley::Method::hash;
}

class BerkeleyFile final : public MapFile {
 public:
  explicit BerkeleyFile(berkeley::Database database) : database_(std::move(database)) {}
  Result<std::optional<std::string>> get(std::string_view key) override { return database_.get(key); }
  Result<std::vector<std::string>> get_all(std::string_view key) override { return database_.get_all(key); }
  Result<void> for_each(const Visitor& visit) override { return database_.for_each(visit); }
  int fd() const override { return database_.fd(); }

 private:
  berkeley::Database database_;
};

class BerkeleyWriter final : public WriterBackend {
 public:
  explicit BerkeleyWriter(berkeley::Database database) : database_(std::move(database)) {}

  Result<Stored> put(std::string_view key, std::string_view value, Duplicates duplicates) override {
    auto existing = duplicates == Duplicates::refuse ? berkeley::Existing::keep : berkeley::Existing::replace;
    Result<berkeley::Stored> stored = database_.put(key, value, existing);
    if (!stored) return std::move(stored).error();
    return *stored == berkeley::Stored::yes ? Stored::yes : Stored::already_there;
  }
  Result<bool> erase(std::string_view key) override { return database_.erase(key); }
  Result<std::optional<std::string>> get(std::string_view key) override { return database_.get(key); }
  Result<void> finish() override { return database_.close(); }

 private:
  berkeley::Database database_;
};

}  // namespace

Result<std::unique_ptr<MapFile>> open_berkeley_file(FileType type, const std::string& path) {
  Result<berkeley::Database> database = berkeley::Database::open(path, method_of(type), berkeley::Access::read);
  if (!database) return std::move(database).error();
  return std::unique_ptr<MapFile>(std::make_unique<BerkeleyFile>(*std::move(database)));
}

Result<std::unique_ptr<WriterBackend>> write_berkeley_file(const std::string& path, const WriteOptions& options) {
  berkeley::OpenOptions open_options{options.cache_bytes, options.allow_duplicates, options.expected_entries};
  auto access = options.keep_entries ? berkeley::Access::modify : berkeley::Access::create;
  Result<berkeley::Database> database =
      berkeley::Database::open(path, method_of(options.type), access, open_options);
  if (!database) return std::move(database).error();
  return std::unique_ptr<WriterBackend>(std::make_unique<BerkeleyWriter>(*std::move(database)));
}

}  // namespace sm::mapfile
