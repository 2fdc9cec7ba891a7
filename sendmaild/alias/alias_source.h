// One part of AliasFile that is a file: a database, or the text it is built from. Internal to this folder.
// Not thread-safe: AliasDatabase locks.
#pragma once

#include <sys/stat.h>

#include <chrono>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/mapfile/map_file.h"
#include "sendmaild/alias/alias_database.h"
#include "sendmaild/config/config.h"

namespace sm::alias {

// An AliasFileSpec taken apart.
struct FileSource {
  std::string file;               // as written: the text file, without ".db"
  mapfile::FileType type = mapfile::FileType::implicit;
  bool may_be_missing = false;    // -o
  bool keep_case = false;         // -f
  bool append = false;            // -A: further values of a name are added
};

// Nothing when the class is no file (ldap, program …) and is asked through the maps.
std::optional<FileSource> file_source(const config::AliasFileSpec& spec);

class AliasSource {
 public:
  AliasSource(FileSource source, std::chrono::seconds wait, std::function<void(const std::string&)> say,
              std::shared_ptr<const FileOpener> files)
      : source_(std::move(source)), wait_(wait), say_(std::move(say)), files_(std::move(files)) {}

  AliasAnswer find(std::string_view name);
  // The text and what may be built from it.
  std::vector<std::string> files() const;

 private:
  struct Identity {
    dev_t device = 0;
    ino_t inode = 0;
    timespec modified{};
    bool operator==(const Identity& other) const;
  };
  static Identity identity_of(const struct stat& facts);

  bool refresh();
  bool open_database(const std::string& path, const struct stat& facts);
  void compare_with_text(const std::string& path, const struct stat& facts);
  bool read_text(const struct stat& facts);
  void wait_for_mark();
  AliasAnswer find_in_database(const std::string& key);

  FileSource source_;
  std::chrono::seconds wait_;
  std::function<void(const std::string&)> say_;
  std::shared_ptr<const FileOpener> files_;
  std::unique_ptr<mapfile::MapFile> database_;
  std::unordered_map<std::string, std::string> text_;
  bool have_text_ = false;
  Identity identity_;
  time_t told_about_ = 0;  // the text's time of the latest "out of date"
};

}  // namespace sm::alias
