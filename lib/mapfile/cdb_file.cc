// cdb: constant databases (TinyCDB). A cdb cannot be changed, so the writer keeps the entries in memory and writes the
// whole file at the end.
#include <cdb.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "lib/base/unique_fd.h"
#include "lib/mapfile/backends.h"

namespace sm::mapfile {

namespace {

Error reason(int error_number) {
  return Error{std::strerror(error_number), error_number == ENOENT ? ExitStatus::no_input : ExitStatus::cannot_create};
}

class CdbFile final : public MapFile {
 public:
  // Null with errno set when the file is no cdb.
  static std::unique_ptr<CdbFile> map(UniqueFd fd) {
    std::unique_ptr<CdbFile> file(new CdbFile(std::move(fd)));
    if (::cdb_init(&file->cdb_, file->fd_.get()) != 0) return nullptr;
    return file;
  }
  ~CdbFile() override { ::cdb_free(&cdb_); }
  CdbFile(const CdbFile&) = delete;
  CdbFile& operator=(const CdbFile&) = delete;

  Result<std::optional<std::string>> get(std::string_view key) override {
    int code = ::cdb_find(&cdb_, key.data(), static_cast<unsigned>(key.size()));
    if (code < 0) return reason(errno == 0 ? EPROTO : errno);
    if (code == 0) return std::optional<std::string>();
    const void* data = cdb_getdata(&cdb_);
    if (data == nullptr) return reason(EPROTO);
    return std::optional<std::string>(std::in_place, static_cast<const char*>(data), cdb_datalen(&cdb_));
  }

  Result<std::vector<std::string>> get_all(std::string_view key) override {
    std::vector<std::string> values;
    struct cdb_find search {};
    int code = ::cdb_findinit(&search, &cdb_, key.data(), static_cast<unsigned>(key.size()));
    while (code > 0 && (code = ::cdb_findnext(&search)) > 0) {
      const void* data = cdb_getdata(&cdb_);
      if (data == nullptr) return reason(EPROTO);
      values.emplace_back(static_cast<const char*>(data), cdb_datalen(&cdb_));
    }
    if (code < 0) return reason(EPROTO);
    return values;
  }

  Result<void> for_each(const Visitor& visit) override {
    unsigned position = 0;
    cdb_seqinit(&position, &cdb_);
    int code = 0;
    while ((code = ::cdb_seqnext(&position, &cdb_)) > 0) {
      const void* key = cdb_getkey(&cdb_);
      const void* data = cdb_getdata(&cdb_);
      if (key == nullptr || data == nullptr) return reason(EPROTO);
      if (!visit({static_cast<const char*>(key), cdb_keylen(&cdb_)},
                 {static_cast<const char*>(data), cdb_datalen(&cdb_)})) {
        break;
      }
    }
    if (code < 0) return reason(EPROTO);
    return {};
  }

  int fd() const override { return fd_.get(); }

 private:
  explicit CdbFile(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
  cdb cdb_{};
};

class CdbWriter final : public WriterBackend {
 public:
  explicit CdbWriter(UniqueFd fd) : fd_(std::move(fd)) {}

  Result<Stored> put(std::string_view key, std::string_view value, Duplicates duplicates) override {
    auto [position, is_new] = index_.try_emplace(std::string(key), entries_.size());
    if (is_new || duplicates == Duplicates::allow) {
      entries_.push_back({std::string(key), std::string(value), false});
      return Stored::yes;
    }
    Entry& present = entries_[position->second];
    if (present.erased || duplicates == Duplicates::replace) {
      present.value = value;
      present.erased = false;
      return Stored::yes;
    }
    return Stored::already_there;
  }

  Result<bool> erase(std::string_view key) override {
    auto position = index_.find(std::string(key));
    if (position == index_.end()) return false;
    bool erased = false;
    for (size_t i = position->second; i < entries_.size(); i++) {
      if (entries_[i].key != key || entries_[i].erased) continue;
      entries_[i].erased = erased = true;
    }
    return erased;
  }

  Result<std::optional<std::string>> get(std::string_view key) override {
    auto position = index_.find(std::string(key));
    if (position == index_.end() || entries_[position->second].erased) return std::optional<std::string>();
    return std::optional<std::string>(entries_[position->second].value);
  }

  Result<void> finish() override {
    cdb_make maker{};
    if (::ftruncate(fd_.get(), 0) != 0 || ::lseek(fd_.get(), 0, SEEK_SET) != 0) return reason(errno);
    int code = ::cdb_make_start(&maker, fd_.get());
    for (const Entry& entry : entries_) {
      if (code != 0) break;
      if (entry.erased) continue;
      code = ::cdb_make_add(&maker, entry.key.data(), static_cast<unsigned>(entry.key.size()), entry.value.data(),
                            static_cast<unsigned>(entry.value.size()));
    }
    if (::cdb_make_finish(&maker) != 0 || code != 0) return reason(errno);
    return {};
  }

 private:
  struct Entry {
    std::string key;
    std::string value;
    bool erased;
  };
  UniqueFd fd_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, size_t> index_;  // the first entry of a key
};

}  // namespace

Result<std::unique_ptr<MapFile>> open_cdb_file(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return reason(errno);
  std::unique_ptr<MapFile> file = CdbFile::map(std::move(fd));
  if (file == nullptr) return reason(errno == 0 ? EPROTO : errno);
  return file;
}

Result<std::unique_ptr<WriterBackend>> write_cdb_file(const std::string& path, const WriteOptions& options) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!fd.valid()) return reason(errno);
  off_t size = ::lseek(fd.get(), 0, SEEK_END);
  auto writer = std::make_unique<CdbWriter>(std::move(fd));
  if (options.keep_entries && size > 0) {
    Result<std::unique_ptr<MapFile>> present = open_cdb_file(path);
    if (!present) return std::move(present).error();
    Result<void> read = (*present)->for_each([&](std::string_view key, std::string_view value) {
      return writer->put(key, value, Duplicates::allow).ok();
    });
    if (!read) return read.error();
  }
  return std::unique_ptr<WriterBackend>(std::move(writer));
}

}  // namespace sm::mapfile
