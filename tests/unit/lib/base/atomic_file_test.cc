// AtomicFile: the old file stays until commit, and an abandoned writer leaves nothing.
#include "lib/base/atomic_file.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/file.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lib/base/posix.h"

using namespace sm;
namespace fs = std::filesystem;

TEST_CASE("base/atomic_file: the target changes at commit and never before") {
  char pattern[] = "/tmp/atomic_file_test.XXXXXX";
  REQUIRE(::mkdtemp(pattern) != nullptr);
  std::string folder = pattern;
  std::string target = folder + "/map";
  {
    auto file = AtomicFile::create(target, 0644);
    REQUIRE(file);
    REQUIRE(file->write("one"));
    CHECK(!fs::exists(target));
    REQUIRE(file->commit());
  }
  CHECK(*read_file(target) == "one");
  {
    auto file = AtomicFile::create(target, 0644);
    REQUIRE(file);
    REQUIRE(file->write("two"));
  }
  CHECK(*read_file(target) == "one");
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
  fs::remove_all(folder);
}

TEST_CASE("base/atomic_file: leftovers of dead writers go, all else stays") {
  char pattern[] = "/tmp/atomic_file_test.XXXXXX";
  REQUIRE(::mkdtemp(pattern) != nullptr);
  std::string folder = pattern;
  std::string target = folder + "/map";
  std::string living = target + ".17.3.tmp";
  UniqueFd writer(::open(living.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  REQUIRE(::flock(writer.get(), LOCK_EX) == 0);
  fs::create_symlink("nowhere", target + ".18.0.tmp");
  for (const char* name : {"map.16.0.tmp", "map.16.tmp", "map.x.0.tmp", "other.16.0.tmp", "map.16.0"}) {
    std::ofstream(folder + "/" + name) << "x";
  }
  REQUIRE(AtomicFile::create(target, 0644)->commit());
  struct Row {
    const char* name;
    bool stays;
  };
  const Row rows[] = {{"map", true},         {"map.16.0.tmp", false},  {"map.17.3.tmp", true},   {"map.18.0.tmp", true},
                      {"map.16.tmp", true},  {"map.x.0.tmp", true},    {"other.16.0.tmp", true}, {"map.16.0", true}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(fs::exists(fs::symlink_status(folder + "/" + row.name)) == row.stays);
  }
  fs::remove_all(folder);
}

TEST_CASE("base/atomic_file: the folder of a path") {
  CHECK(folder_of("/etc/mail/access.db") == "/etc/mail");
  CHECK(folder_of("access") == ".");
  CHECK(folder_of("/x") == "/");
}
