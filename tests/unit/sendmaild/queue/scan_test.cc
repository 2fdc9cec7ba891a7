// What a queue run takes and leaves.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "sendmaild/queue/recovery.h"
#include "sendmaild/queue/run_plan.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

namespace {

void put(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

std::string qf(int created, int last, int attempts, int priority, const std::string& to) {
  return "V8\nT" + std::to_string(created) + "\nK" + std::to_string(last) + "\nN" + std::to_string(attempts) + "\nP" +
         std::to_string(priority) + "\nS<s@x>\nRPFD:" + to + "\n.\n";
}

std::vector<std::string> ids(const std::vector<QueueItem>& items) {
  std::vector<std::string> out;
  for (const QueueItem& item : items) out.push_back(item.where.id);
  return out;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("queue/run_plan: order, age and selection") {
  test::ScratchFolder scratch;
  config::Config config;
  config.options.queue_directory = scratch.path();
  put(scratch.path() + "/qfAAAAAAAA", qf(1000, 2000, 1, 30, "<kim@a.example>"));
  put(scratch.path() + "/qfBBBBBBBB", qf(1100, 0, 0, 10, "<lee@b.example>"));
  put(scratch.path() + "/qfCCCCCCCC", qf(900, 2900, 3, 20, "<kim@b.example>"));
  put(scratch.path() + "/qfnot.an.id", "");
  QueuePaths paths = *QueuePaths::open(config);
  TimePoint now = from_seconds(3000);

  SUBCASE("by priority") { CHECK(ids(plan_run(paths, config, 0, {}, now)->items) == Ids{"BBBBBBBB", "CCCCCCCC", "AAAAAAAA"}); }
  SUBCASE("by creation") {
    config.options.queue_sort_order = config::QueueSortOrder::time;
    CHECK(ids(plan_run(paths, config, 0, {}, now)->items) == Ids{"CCCCCCCC", "AAAAAAAA", "BBBBBBBB"});
  }
  SUBCASE("by host") {
    config.options.queue_sort_order = config::QueueSortOrder::host;
    CHECK(ids(plan_run(paths, config, 0, {}, now)->items) == Ids{"AAAAAAAA", "BBBBBBBB", "CCCCCCCC"});
  }
  SUBCASE("too young") {
    config.options.min_queue_age = std::chrono::seconds(500);
    RunPlan plan = *plan_run(paths, config, 0, {}, now);
    CHECK(ids(plan.items) == Ids{"BBBBBBBB", "AAAAAAAA"});
    CHECK(plan.messages == Ids{"CCCCCCCC: too young (00:01:40)"});
  }
  SUBCASE("a selection ignores the age") {
    config.options.min_queue_age = std::chrono::seconds(500);
    RunRequest request;
    REQUIRE(request.selector.add("Rkim").ok());
    CHECK(ids(plan_run(paths, config, 0, request, now)->items) == Ids{"CCCCCCCC", "AAAAAAAA"});
  }
  SUBCASE("letters are alternatives within and conditions between") {
    RunRequest request;
    for (const char* condition : {"Ra.example", "Rlee", "!IAAAA"}) REQUIRE(request.selector.add(condition).ok());
    CHECK(ids(plan_run(paths, config, 0, request, now)->items) == Ids{"BBBBBBBB"});
  }
  SUBCASE("load") {
    config.options.queue_la = 8;
    RunRequest request;
    request.load = 50;
    CHECK(plan_run(paths, config, 0, request, now)->load_too_high);
  }
}

TEST_CASE("queue/selector: arguments that cannot be") {
  Selector selector;
  CHECK(selector.add("!Gx").error().text == "Can not use -q!G");
  REQUIRE(selector.add("Gx").ok());
  CHECK(selector.add("Gy").error().text == "Can not use multiple -qG options");
}

TEST_CASE("queue/scan: MaxQueueAge backs off exponentially") {
  auto young = [](int64_t since) {
    // 1000 s old at its last attempt.
    return is_too_young(0, 1000, 3, std::chrono::seconds(0), std::chrono::seconds(600), from_seconds(1000 + since));
  };
  CHECK(young(599));
  CHECK(!young(600));
  CHECK(!is_too_young(0, 0, 0, std::chrono::seconds(600), std::chrono::seconds(600), from_seconds(1)));
}

TEST_CASE("queue/recovery: only litter that nobody owns goes") {
  test::ScratchFolder scratch;
  config::Config config;
  config.options.queue_directory = scratch.path();
  put(scratch.path() + "/qfAAAAAAAA", qf(1, 0, 0, 30, "<kim@a>"));
  for (const char* name : {"dfAAAAAAAA", "dfBBBBBBBB", "tfAAAAAAAA", "qfCCCCCCCC", "xfDDDDDDDD", "dfHHHHHHHH", "hfHHHHHHHH"})
    put(scratch.path() + "/" + name, name[0] == 'q' ? "" : "x");
  QueuePaths paths = *QueuePaths::open(config);
  TimePoint now = std::chrono::system_clock::now();
  RecoveryReport young = recover_queue(paths, now);
  CHECK(young.orphan_data + young.temporary + young.empty_control + young.transcripts == 0);
  RecoveryReport old = recover_queue(paths, now + std::chrono::hours(1));
  CHECK(old.orphan_data == 1);
  CHECK(old.temporary == 1);
  CHECK(old.empty_control == 1);
  CHECK(old.transcripts == 1);
  CHECK(std::filesystem::exists(scratch.path() + "/dfAAAAAAAA"));
  CHECK(std::filesystem::exists(scratch.path() + "/qfAAAAAAAA"));
  CHECK(std::filesystem::exists(scratch.path() + "/dfHHHHHHHH"));
}
