// The types of database files that hold maps: what makemap, praliases and editmap call "type", and what the map classes
// hash, btree, cdb, lmdb and implicit open.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sm::mapfile {

// implicit: whichever of the others is there, in the order of kFileTypes; hash where one is to be made.
enum class FileType { hash, btree, cdb, lmdb, implicit };

struct FileTypeInfo {
  FileType type;
  std::string_view name;
  std::string_view extension;  // without the dot; empty for implicit
};

std::span<const FileTypeInfo> file_types();
const FileTypeInfo& info(FileType type);
// Nothing for a name that is no type. Names are compared exactly, as makemap does.
std::optional<FileType> find_file_type(std::string_view name);

// The file of map `name`: with the type's extension, unless the name ends in it already. For implicit: the existing
// file of the first type that has one, else the name for hash.
std::string file_path(FileType type, const std::string& name);
// Every path that file_path() may answer for this name.
std::vector<std::string> possible_paths(FileType type, const std::string& name);
// The type behind `type` for this name: itself, or for implicit the one file_path() chose.
FileType concrete_type(FileType type, const std::string& name);
// The same for a program that works on a file that is there: a btree is told from a hash by what the file says, as both
// have one extension. Nothing when type is implicit and there is no file.
std::optional<FileType> existing_type(FileType type, const std::string& name);

}  // namespace sm::mapfile
