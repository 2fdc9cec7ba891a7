// Every recorded `/map` answer of tests/golden/maps, class by class.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "lib/base/text.h"
#include "tests/unit/sendmaild/maps/maps_fixture.h"

using namespace sm;

namespace {

std::string golden(const std::string& name) {
  Result<std::string> text = read_file(SM_SOURCE_DIR "/tests/golden/maps/" + name);
  REQUIRE(text.ok());
  return *text;
}

// As address test mode prints it, with "|" for the line ends.
std::string printed(test::MapsFixture& fixture, const std::string& map, const std::string& key) {
  if (!fixture.maps->exists(map)) return fmt::format("Map named \"{}\" not found", map);
  if (!fixture.maps->is_open(map)) return fmt::format("Map named \"{}\" not open", map);
  std::string text = fixture.maps->take_opening_message(map);
  if (!text.empty()) text += "|";
  maps::MapAnswer answer = fixture.ask(map, key, {}, false);
  text += fmt::format("map_lookup: {} ({}) ", map, key);
  if (!answer.message.empty()) text += answer.message + "|";
  if (!answer.has_value) return text + fmt::format("no match ({})", to_int(answer.status));
  return text + fmt::format("returns {} ({})", answer.value, to_int(answer.status));
}

}  // namespace

TEST_CASE("maps: every class answers as recorded") {
  test::MapsFixture fixture;
  using mapfile::FileType;
  for (const char* name : {"h", "pct", "cols", "aliases"}) fixture.build(name, FileType::hash, golden(std::string(name) + ".hash.txt"));
  fixture.build("b", FileType::btree, golden("b.btree.txt"));
  fixture.build("hn", FileType::hash, golden("hn.hash.N.txt"), true);
  for (const char* name : {"t", "t2", "exit75", "hosts", "service.switch"}) fixture.write(name, golden(name));
  REQUIRE(::chmod(fixture.path("exit75").c_str(), 0755) == 0);
  fixture.configure(golden("maps.cf"), golden("zone"));
  std::string lookups = golden("lookups.txt");
  int checked = 0;
  for (std::string_view line : split(lookups, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string_view> parts = split(line, '\t');
    REQUIRE(parts.size() == 3);
    CAPTURE(line);
    CHECK(printed(fixture, std::string(parts[0]), std::string(parts[1])) == fixture.here(std::string(parts[2])));
    checked++;
  }
  CHECK(checked > 600);
}
