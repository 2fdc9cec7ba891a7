// AtomicFile: the old file stays until commit, and an abandoned writer leaves nothing.
#include "lib/base/atomic_file.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

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

TEST_CASE("base/atomic_file: the folder of a path") {
  CHECK(folder_of("/etc/mail/access.db") == "/etc/mail");
  CHECK(folder_of("access") == ".");
  CHECK(folder_of("/x") == "/");
}
