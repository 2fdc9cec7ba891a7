// See the header.
#include "lib/mapfile/file_type.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "lib/base/check.h"
#include "lib/base/unique_fd.h"

namespace sm::mapfile {

namespace {

constexpr std::array<FileTypeInfo, 5> kFileTypes = {{
    {FileType::hash, "hash", "db"},
    {FileType::btree, "btree", "db"},
    {FileType::cdb, "cdb", "cdb"},
    {FileType::lmdb, "lmdb", "lmdb"},
    {FileType::implicit, "implicit", ""},
}};

// What an implicit name may be, in the order in which it is looked for.
constexpr std::array<FileType, 3> kImplicitTypes = {FileType::hash, FileType::cdb, FileType::lmdb};

std::string with_extension(std::string_view extension, const std::string& name) {
  std::string suffix = "." + std::string(extension);
  if (name.size() > suffix.size() && name.ends_with(suffix)) return name;
  return name + suffix;
}

}  // namespace

std::span<const FileTypeInfo> file_types() { return kFileTypes; }

const FileTypeInfo& info(FileType type) {
  for (const FileTypeInfo& entry : kFileTypes) {
    if (entry.type == type) return entry;
  }
  SM_CHECK(false);
  return kFileTypes[0];
}

std::optional<FileType> find_file_type(std::string_view name) {
  for (const FileTypeInfo& entry : kFileTypes) {
    if (entry.name == name) return entry.type;
  }
  return std::nullopt;
}

std::vector<std::string> possible_paths(FileType type, const std::string& name) {
  if (type != FileType::implicit) return {with_extension(info(type).extension, name)};
  std::vector<std::string> paths;
  for (FileType candidate : kImplicitTypes) paths.push_back(with_extension(info(candidate).extension, name));
  return paths;
}

FileType concrete_type(FileType type, const std::string& name) {
  if (type != FileType::implicit) return type;
  for (FileType candidate : kImplicitTypes) {
    if (::access(with_extension(info(candidate).extension, name).c_str(), F_OK) == 0) return candidate;
  }
  return FileType::hash;
}

std::optional<FileType> existing_type(FileType type, const std::string& name) {
  if (type != FileType::implicit) return type;
  UniqueFd fd(::open(file_path(type, name).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fd.valid()) return std::nullopt;
  // Berkeley DB: 32 bits at offset 12 in the byte order of who wrote the file.
  constexpr uint32_t kBtreeMagic = 0x053162;
  uint32_t magic = 0;
  bool read = ::pread(fd.get(), &magic, sizeof magic, 12) == static_cast<ssize_t>(sizeof magic);
  FileType found = concrete_type(type, name);
  bool is_btree = read && (magic == kBtreeMagic || magic == __builtin_bswap32(kBtreeMagic));
  return found == FileType::hash && is_btree ? FileType::btree : found;
}

std::string file_path(FileType type, const std::string& name) {
  return with_extension(info(concrete_type(type, name)).extension, name);
}

}  // namespace sm::mapfile
