// MapFileWriter: makes or changes a database file beside its target and puts it in place when it is complete. A reader
// never sees half a map; a writer that is killed leaves the old one.
// The present file is locked exclusively meanwhile (flock), which keeps other writers away and readers that look in
// place waiting no longer than the rename.
// Security: the target must be a regular file or absent, and no symbolic link.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/atomic_file.h"
#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "lib/mapfile/file_type.h"

namespace sm::mapfile {

enum class Duplicates {
  refuse,   // the first value stays
  replace,  // the last value stays
  allow,    // all stay (the file must have been opened with allow_duplicates)
};
enum class Stored { yes, already_there };

struct WriteOptions {
  FileType type = FileType::hash;  // not implicit
  bool keep_entries = false;       // start from what the file has now
  bool must_exist = false;         // with keep_entries: an absent file is an error
  bool allow_duplicates = false;
  size_t cache_bytes = 0;
  size_t expected_entries = 0;
  std::optional<uid_t> owner;      // of the finished file, for who may give files away
  mode_t mode = 0640;              // of a new file, less the umask; an existing one keeps its mode
};

class WriterBackend;

class MapFileWriter {
  struct Parts {
    AtomicFile file;
    UniqueFd lock;
    std::unique_ptr<WriterBackend> backend;
  };

 public:
  // By open() alone, which is the only one who can name Parts.
  explicit MapFileWriter(Parts parts);
  // Error texts are the reason alone ("No such file or directory", "Symbolic links not allowed").
  static Result<std::unique_ptr<MapFileWriter>> open(const std::string& path, const WriteOptions& options);
  // Leaves the target as it was unless commit() has succeeded.
  ~MapFileWriter();

  Result<Stored> put(std::string_view key, std::string_view value, Duplicates duplicates);
  // False when there was no such key.
  Result<bool> erase(std::string_view key);
  Result<std::optional<std::string>> get(std::string_view key);
  // Completes the file, makes it durable and renames it over the target. Nothing may be called afterwards.
  Result<void> commit();

 private:
  AtomicFile file_;
  UniqueFd lock_;
  std::unique_ptr<WriterBackend> backend_;
};

}  // namespace sm::mapfile
