// mailq prints what sendmail's mailq printed for the same files.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/queue/print.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

namespace {

// One "=== mailq OPTIONS" section of the golden file.
struct Section {
  std::string options, expected;
};

std::vector<Section> sections() {
  std::vector<Section> out;
  std::string text = *read_file(SM_SOURCE_DIR "/tests/golden/qf/mailq.txt");
  for (std::string_view line : split(text, '\n')) {
    constexpr std::string_view kMark = "=== mailq";
    if (line.starts_with(kMark))
      out.push_back(Section{std::string(line.substr(kMark.size())), ""});
    else if (!out.empty())
      out.back().expected += std::string(line) + "\n";
  }
  out.back().expected.pop_back();  // the piece behind the last newline
  return out;
}

void apply(std::string_view option, config::Config& config, PrintRules& rules) {
  using config::QueueSortOrder;
  if (option == "-v") rules.verbose = true;
  if (option.starts_with("-q")) REQUIRE(rules.selector.add(option.substr(2)).ok());
  if (option == "-OQueueSortOrder=t") config.options.queue_sort_order = QueueSortOrder::time;
  if (option == "-OQueueSortOrder=f") config.options.queue_sort_order = QueueSortOrder::file_name;
  if (option == "-OQueueSortOrder=h") config.options.queue_sort_order = QueueSortOrder::host;
  if (option == "-OMinQueueAge=10000h") config.options.min_queue_age = std::chrono::hours(10000);
}

}  // namespace

TEST_CASE("queue/print: mailq prints what sendmail prints") {
  ::setenv("TZ", "UTC", 1);
  test::ScratchFolder scratch;
  std::filesystem::copy(SM_SOURCE_DIR "/tests/golden/qf/spool", scratch.path());
  config::Config config;
  config.options.queue_directory = scratch.path();
  for (const Section& section : sections()) {
    CAPTURE(section.options);
    config::Config own = config;
    PrintRules rules;
    for (std::string_view option : words(section.options)) apply(option, own, rules);
    QueuePaths paths = *QueuePaths::open(own);
    std::string printed = print_queue(paths, own, rules, from_seconds(1795322000));
    size_t at = printed.find(scratch.path());
    REQUIRE(at != std::string::npos);
    printed.replace(at, scratch.path().size(), "SPOOL");
    CHECK(printed == section.expected);
  }
}
