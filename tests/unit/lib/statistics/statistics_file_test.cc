// The file of StatusFile, byte by byte as sendmail 8.17 writes it on a 64-bit machine.
#include "lib/statistics/statistics_file.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>

#include "lib/base/posix.h"
#include "lib/base/unique_fd.h"

using namespace sm;
using namespace sm::statistics;

namespace {

UniqueFd scratch_file(const std::string& text) {
  char name[] = "/tmp/sm-statistics-XXXXXX";
  UniqueFd fd(::mkstemp(name));
  REQUIRE(fd.valid());
  ::unlink(name);
  REQUIRE(write_all(fd.get(), text).ok());
  return fd;
}

std::string bytes_of(int fd) {
  std::string bytes(4096, '\0');
  ssize_t got = ::pread(fd, bytes.data(), bytes.size(), 0);
  REQUIRE(got >= 0);
  bytes.resize(static_cast<size_t>(got));
  return bytes;
}

}  // namespace

TEST_CASE("lib/statistics: counters add up in the layout of the file") {
  UniqueFd fd = scratch_file("");
  Counters more;
  more.connections_in = 9;
  more.rejections = 2;
  more.messages_from[4] = 1;
  more.kilobytes_from[4] = kilobytes(1001);
  REQUIRE(add_to_file(fd.get(), more, 1795861882).ok());
  std::string bytes = bytes_of(fd.get());
  REQUIRE(bytes.size() == 1448);
  CHECK(bytes.substr(0, 32) == std::string("\xde\xb1\x01\0\x04\0\0\0\x7a\xad\x0a\x6b\0\0\0\0\xa8\x05\0\0\0\0\0\0\x09\0\0\0\0\0\0\0", 32));
  REQUIRE(add_to_file(fd.get(), more, 1795869999).ok());
  auto reading = read_contents(fd.get());
  REQUIRE(reading.ok());
  CHECK(reading->trouble == Trouble::none);
  CHECK(reading->contents.started == 1795861882);
  CHECK(reading->contents.counters.connections_in == 18);
  CHECK(reading->contents.counters.rejections == 4);
  CHECK(reading->contents.counters.kilobytes_from[4] == 4);
}

TEST_CASE("lib/statistics: what is no such file is told, and begun anew by who counts") {
  Contents other_version;
  other_version.version = 3;
  Contents other_size;
  other_size.size = 100;
  auto text = [](const Contents& contents) { return std::string(reinterpret_cast<const char*>(&contents), sizeof contents); };
  struct Row {
    const char* what;
    std::string text;
    Trouble trouble;
  };
  const Row rows[] = {
      {"empty", "", Trouble::empty},
      {"text", "root:x:0:0:root:/root:/bin/sh\n", Trouble::wrong_magic},
      {"three bytes", "abc", Trouble::wrong_magic},
      {"an older version", text(other_version), Trouble::wrong_version},
      {"another machine's size", text(other_size), Trouble::wrong_size},
      {"half a file", text(Contents()).substr(0, 700), Trouble::wrong_size},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    UniqueFd fd = scratch_file(row.text);
    auto reading = read_contents(fd.get());
    REQUIRE(reading.ok());
    CHECK(reading->trouble == row.trouble);
    REQUIRE(add_to_file(fd.get(), Counters(), 7).ok());
    reading = read_contents(fd.get());
    CHECK(reading->trouble == Trouble::none);
    CHECK(reading->contents.started == 7);
  }
}

TEST_CASE("lib/statistics: kilobytes have a thousand bytes and are counted up") {
  CHECK(kilobytes(0) == 0);
  CHECK(kilobytes(1) == 1);
  CHECK(kilobytes(1000) == 1);
  CHECK(kilobytes(1001) == 2);
}
