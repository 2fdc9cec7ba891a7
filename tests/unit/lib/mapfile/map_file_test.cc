// Database files of every type: what is stored is found, and a file changes only as a whole.
#include "lib/mapfile/map_file.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "lib/mapfile/map_file_writer.h"

using namespace sm;
using namespace sm::mapfile;

namespace {

class Scratch {
 public:
  Scratch() {
    std::string pattern = "/tmp/mapfile_test.XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~Scratch() { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  size_t files() const {
    auto entries = std::filesystem::directory_iterator(folder_);
    return static_cast<size_t>(std::distance(begin(entries), end(entries)));
  }

 private:
  std::string folder_;
};

constexpr FileType kTypes[] = {FileType::hash, FileType::btree, FileType::cdb, FileType::lmdb};

void write(const std::string& path, const WriteOptions& options, const std::map<std::string, std::string>& entries) {
  auto writer = MapFileWriter::open(path, options);
  REQUIRE(writer.ok());
  for (const auto& [key, value] : entries) REQUIRE((*writer)->put(key, value, Duplicates::replace).ok());
  REQUIRE((*writer)->commit().ok());
}

std::multimap<std::string, std::string> entries_of(FileType type, const std::string& path) {
  std::multimap<std::string, std::string> entries;
  auto file = open_map_file(type, path);
  REQUIRE(file.ok());
  REQUIRE((*file)->for_each([&](std::string_view key, std::string_view value) {
                   entries.emplace(key, value);
                   return true;
                 })
              .ok());
  return entries;
}

using Entries = std::multimap<std::string, std::string>;

}  // namespace

TEST_CASE("mapfile: every type finds what was stored, and nothing else") {
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    Scratch scratch;
    std::string path = file_path(type, scratch.path("map"));
    write(path, {.type = type}, {{"a", "1"}, {std::string("b\0", 2), std::string("2\0", 2)}, {"long", std::string(900, 'x')}});
    auto file = open_map_file(type, path);
    REQUIRE(file.ok());
    CHECK(**(*file)->get("a") == "1");
    CHECK(**(*file)->get(std::string_view("b\0", 2)) == std::string("2\0", 2));
    CHECK(!*(*file)->get("b"));
    CHECK(!*(*file)->get(""));
    CHECK(!*(*file)->get(std::string(2000, 'k')));
    CHECK(scratch.files() == 1);
  }
}

TEST_CASE("mapfile: duplicates are refused, replaced or kept") {
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    Scratch scratch;
    std::string path = file_path(type, scratch.path("map"));
    auto writer = MapFileWriter::open(path, {.type = type});
    REQUIRE(writer.ok());
    CHECK(*(*writer)->put("a", "1", Duplicates::refuse) == Stored::yes);
    CHECK(*(*writer)->put("a", "2", Duplicates::refuse) == Stored::already_there);
    CHECK(**(*writer)->get("a") == "1");
    CHECK(*(*writer)->put("a", "3", Duplicates::replace) == Stored::yes);
    REQUIRE((*writer)->commit().ok());
    CHECK(entries_of(type, path) == Entries{{"a", "3"}});

    auto both = MapFileWriter::open(path, {.type = type, .allow_duplicates = true});
    REQUIRE(both.ok());
    CHECK(*(*both)->put("a", "1", Duplicates::allow) == Stored::yes);
    CHECK(*(*both)->put("a", "2", Duplicates::allow) == Stored::yes);
    REQUIRE((*both)->commit().ok());
    CHECK(entries_of(type, path) == Entries{{"a", "1"}, {"a", "2"}});
    auto file = open_map_file(type, path);
    REQUIRE(file.ok());
    CHECK(**(*file)->get("a") == "1");
  }
}

TEST_CASE("mapfile: an existing file can be added to and entries removed") {
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    Scratch scratch;
    std::string path = file_path(type, scratch.path("map"));
    CHECK(MapFileWriter::open(path, {.type = type, .keep_entries = true, .must_exist = true}).error().status ==
          ExitStatus::no_input);
    write(path, {.type = type}, {{"a", "1"}, {"b", "2"}});
    auto writer = MapFileWriter::open(path, {.type = type, .keep_entries = true});
    REQUIRE(writer.ok());
    CHECK(*(*writer)->erase("a"));
    CHECK(!*(*writer)->erase("nobody"));
    CHECK(*(*writer)->put("c", "3", Duplicates::refuse) == Stored::yes);
    REQUIRE((*writer)->commit().ok());
    CHECK(entries_of(type, path) == Entries{{"b", "2"}, {"c", "3"}});
  }
}

TEST_CASE("mapfile: an abandoned writer leaves the old file and nothing beside it") {
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    Scratch scratch;
    std::string path = file_path(type, scratch.path("map"));
    write(path, {.type = type}, {{"a", "1"}});
    {
      auto writer = MapFileWriter::open(path, {.type = type});
      REQUIRE(writer.ok());
      REQUIRE((*writer)->put("b", "2", Duplicates::refuse).ok());
    }
    CHECK(entries_of(type, path) == Entries{{"a", "1"}});
    CHECK(scratch.files() == 1);
  }
}

TEST_CASE("mapfile: who has the old file open sees a newer time on it") {
  Scratch scratch;
  std::string path = scratch.path("map.db");
  write(path, {.type = FileType::hash}, {{"a", "1"}});
  auto reader = open_map_file(FileType::hash, path);
  REQUIRE(reader.ok());
  struct stat before {};
  REQUIRE(::fstat((*reader)->fd(), &before) == 0);
  write(path, {.type = FileType::hash}, {{"a", "2"}});
  struct stat after {};
  REQUIRE(::fstat((*reader)->fd(), &after) == 0);
  CHECK(after.st_mtime > before.st_mtime);
  CHECK(**(*reader)->get("a") == "1");
}

TEST_CASE("mapfile: mode is kept, links and foreign files are refused") {
  Scratch scratch;
  std::string path = scratch.path("map.db");
  write(path, {.type = FileType::hash}, {{"a", "1"}});
  REQUIRE(::chmod(path.c_str(), 0604) == 0);
  write(path, {.type = FileType::hash}, {{"a", "2"}});
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0604);

  REQUIRE(::symlink(path.c_str(), scratch.path("link.db").c_str()) == 0);
  CHECK(MapFileWriter::open(scratch.path("link.db"), {}).error().text == "Symbolic links not allowed");
  std::filesystem::create_directory(scratch.path("folder.db"));
  CHECK(MapFileWriter::open(scratch.path("folder.db"), {}).error().text == "Regular files only");
  std::ofstream(scratch.path("junk.db")) << "junk";
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    CHECK(!open_map_file(type, scratch.path("junk.db")).ok());
    CHECK(open_map_file(type, scratch.path("nothing")).error().status == ExitStatus::no_input);
  }
}

TEST_CASE("mapfile: implicit is the first type that is there") {
  Scratch scratch;
  std::string name = scratch.path("aliases");
  CHECK(file_path(FileType::implicit, name) == name + ".db");
  write(name + ".cdb", {.type = FileType::cdb}, {{"a", "1"}});
  CHECK(concrete_type(FileType::implicit, name) == FileType::cdb);
  CHECK(file_path(FileType::implicit, name) == name + ".cdb");
  CHECK(file_path(FileType::hash, "x.db") == "x.db");
  CHECK(file_path(FileType::cdb, "x.db") == "x.db.cdb");
}

namespace {

// Hands out what it opened while it still had the right.
class Broker final : public FileOpener {
 public:
  explicit Broker(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenedFile open(const std::string&) const override {
    OpenedFile file;
    file.fd.reset(::dup(fd_.get()));
    return file;
  }
  int look(const std::string&, struct stat& facts) const override { return ::fstat(fd_.get(), &facts); }
  uid_t uid() const override { return 0; }

 private:
  UniqueFd fd_;
};

// In a process that may not open the file; its exit status counts the checks that hold.
int checks_without_rights(FileType type, const std::string& path, const FileOpener& files) {
  pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) ::_exit(0);
    int held = open_map_file(type, path).ok() ? 0 : 1;
    auto file = open_map_file(type, path, files);
    struct stat copied {}, named {};
    if (file.ok() && (*file)->get("a")->value_or("") == "1") ++held;
    if (file.ok() && ::fstat((*file)->fd(), &copied) == 0 && ::stat(path.c_str(), &named) == 0 &&
        copied.st_ino == named.st_ino)
      ++held;
    ::_exit(held);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("mapfile: a file that may not be opened is read through a descriptor, and recognized by it") {
  for (FileType type : kTypes) {
    CAPTURE(info(type).name);
    Scratch scratch;
    ::chmod(scratch.path("").c_str(), 0755);
    std::string path = file_path(type, scratch.path("map"));
    write(path, {.type = type}, {{"a", "1"}});
    Broker broker(path);
    ::chmod(path.c_str(), 0);
    CHECK(checks_without_rights(type, path, broker) == 3);
  }
}

TEST_CASE("mapfile: an implicit map may be any of its files") {
  CHECK(possible_paths(FileType::hash, "/etc/mail/access") == std::vector<std::string>{"/etc/mail/access.db"});
  CHECK(possible_paths(FileType::implicit, "/etc/aliases") ==
        std::vector<std::string>{"/etc/aliases.db", "/etc/aliases.cdb", "/etc/aliases.lmdb"});
}
