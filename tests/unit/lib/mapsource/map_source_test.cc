// The text of maps: keys, separators, values and what is wrong with a line.
#include "lib/mapsource/map_source.h"

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <vector>

#include "lib/base/posix.h"
#include "lib/base/unique_fd.h"

using namespace sm;
using namespace sm::mapsource;

namespace {

std::vector<SourceLine> read(const std::string& text, SourceRules rules = {}) {
  UniqueFd fd(::memfd_create("source", MFD_CLOEXEC));
  REQUIRE(write_all(fd.get(), text).ok());
  ::lseek(fd.get(), 0, SEEK_SET);
  MapSource source(fd.get(), rules);
  std::vector<SourceLine> lines;
  SourceLine line;
  for (;;) {
    Result<bool> more = source.next(line);
    REQUIRE(more.ok());
    if (!*more) return lines;
    lines.push_back(line);
  }
}

}  // namespace

TEST_CASE("mapsource: a line is key, white space and the rest") {
  struct Row {
    const char* what;
    std::string text;
    SourceRules rules;
    std::string key;
    std::string value;
    LineProblem problem = LineProblem::none;
  };
  const Row rows[] = {
      {"folded", "Key Value\n", {}, "key", "Value"},
      {"kept as it is", "Key Value\n", {.fold_keys = false}, "Key", "Value"},
      {"inner and trailing blanks stay", "k \t a b \n", {}, "k", "a b "},
      {"no newline at the end", "k v", {}, "k", "v"},
      {"quotes mean nothing", "\"a b\" c\n", {}, "\"a", "b\" c"},
      {"no value", "k\n", {}, "k", "", LineProblem::no_value},
      {"blank value", "k  \n", {}, "k", "", LineProblem::no_value},
      {"no value allowed", "k\n", {.empty_values = true}, "k", ""},
      {"leading blank", " k v\n", {}, "", "", LineProblem::leading_space},
      {"blanks alone", " \n", {}, "", "", LineProblem::leading_space},
      {"separator", "a b: c\n", {.separator = ':'}, "a b", " c"},
      {"run of separators", "a::b\n", {.separator = ':'}, "a", "b"},
      {"separator first", ":v\n", {.separator = ':'}, "", "v"},
      {"leading blank with separator", " x:y\n", {.separator = ':'}, " x", "y"},
      {"no separator", "a b\n", {.separator = ':'}, "a b", "", LineProblem::no_value},
      {"other comment character", "# x\n", {.comment = '%'}, "#", "x"},
      {"not ASCII", "\303\211X y\n", {}, "\303\211x", "y"},
      {"the longest line", "k " + std::string(kMaxLine - 2, 'v') + "\n", {}, "k", std::string(kMaxLine - 2, 'v')},
      {"NUL at the end of the file", std::string("a b\0c", 5), {}, "a", "b"},
      {"NUL", std::string("a b\0c\n", 6), {}, "", "", LineProblem::too_long},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<SourceLine> lines = read(row.text, row.rules);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].problem == row.problem);
    if (row.problem == LineProblem::none || row.problem == LineProblem::no_value) {
      CHECK(lines[0].key == row.key);
      CHECK(lines[0].value == row.value);
    }
  }
}

TEST_CASE("mapsource: comments and empty lines are skipped, numbers count them") {
  std::vector<SourceLine> lines = read("# c\n\na b\n\nc d\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].number == 3);
  CHECK(lines[1].number == 5);
  CHECK(lines[1].key == "c");
}

TEST_CASE("mapsource: a line that is too long is cut, and its rest is the next line, as in sendmail") {
  struct Row {
    const char* what;
    size_t length;  // of the line
    std::vector<LineProblem> problems;
  };
  using enum LineProblem;
  const Row rows[] = {
      {"one more than fits", kMaxLine + 1, {too_long, none}},
      {"and one for the next line", kMaxLine + 2, {too_long, no_value, none}},
      {"several pieces", 3 * (kMaxLine + 1) + 1, {too_long, too_long, too_long, no_value, none}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<LineProblem> problems;
    for (const SourceLine& line : read("k " + std::string(row.length - 2, 'v') + "\nc d\n")) problems.push_back(line.problem);
    CHECK(problems == row.problems);
  }
  CHECK(read(std::string(900000, 'v')).size() == 900000 / (kMaxLine + 1) + 1);
}

TEST_CASE("mapsource: columns") {
  CHECK(column("a b  c", 2, std::nullopt) == "c");
  CHECK(column("  a b", 0, std::nullopt) == "a");
  CHECK(column("a b", 2, std::nullopt) == std::nullopt);
  CHECK(column("a::c", 1, ':') == "");
  CHECK(column("a::c", 2, ':') == "c");
  CHECK(column("a::c", 3, ':') == std::nullopt);
  CHECK(column("", 0, std::nullopt) == std::nullopt);
}
