// The file types behind MapFile and MapFileWriter; used inside this folder only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/mapfile/map_file.h"
#include "lib/mapfile/map_file_writer.h"

namespace sm::mapfile {

// What a type does while a file is being written, on the temporary file.
class WriterBackend {
 public:
  virtual ~WriterBackend() = default;
  virtual Result<Stored> put(std::string_view key, std::string_view value, Duplicates duplicates) = 0;
  virtual Result<bool> erase(std::string_view key) = 0;
  virtual Result<std::optional<std::string>> get(std::string_view key) = 0;
  // Writes everything out; the file is complete afterwards.
  virtual Result<void> finish() = 0;
};

Result<std::unique_ptr<MapFile>> open_berkeley_file(FileType type, const std::string& path);
Result<std::unique_ptr<MapFile>> open_cdb_file(const std::string& path);
Result<std::unique_ptr<MapFile>> open_lmdb_file(const std::string& path);

// `path` is an empty file, or with keep_entries a copy of the present database.
Result<std::unique_ptr<WriterBackend>> write_berkeley_file(const std::string& path, const WriteOptions& options);
Result<std::unique_ptr<WriterBackend>> write_cdb_file(const std::string& path, const WriteOptions& options);
Result<std::unique_ptr<WriterBackend>> write_lmdb_file(const std::string& path, const WriteOptions& options);

}  // namespace sm::mapfile
