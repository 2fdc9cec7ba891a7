// MapFile: an open database file of any type, for reading: lookups, and every entry in turn.
// Not thread-safe. A file that is replaced on disk stays what it was for who has it open; compare identity() with
// the path to find out.
#pragma once

#include <sys/stat.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"
#include "lib/mapfile/file_type.h"

namespace sm::mapfile {

class MapFile {
 public:
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~MapFile() = default;
  // The first value stored under exactly these bytes.
  virtual Result<std::optional<std::string>> get(std::string_view key) = 0;
  // All of them, in the order of the file; several where the file allows duplicates.
  virtual Result<std::vector<std::string>> get_all(std::string_view key) = 0;
  // Every entry in the file's own order, until visit answers false.
  virtual Result<void> for_each(const Visitor& visit) = 0;
  // For fstat and flock; owned by the file.
  virtual int fd() const = 0;
};

// Opens `path` (see file_path()). `type` must not be implicit. The error's text is the reason alone; its status is
// no_input where there is no such file.
Result<std::unique_ptr<MapFile>> open_map_file(FileType type, const std::string& path);

// The same for a process that may not open the file itself: what `files` opens is copied into memory, because the
// libraries open by path. fd() is the file's own descriptor.
Result<std::unique_ptr<MapFile>> open_map_file(FileType type, const std::string& path, const FileOpener& files);

// A shared lock on an open file for the time of a lookup, as sendmail's readers take it: who rewrites a database in
// place holds an exclusive one.
class SharedLock {
 public:
  explicit SharedLock(int fd);
  ~SharedLock();
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;

 private:
  int fd_;
};

}  // namespace sm::mapfile
