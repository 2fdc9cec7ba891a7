// Host status files have sendmail's form and places.
#include "sendmaild/queue/host_status.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "lib/base/posix.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

TEST_CASE("queue/host_status: stored, found, printed and purged") {
  test::ScratchFolder scratch;
  HostStatusStore store(scratch.path());
  HostStatus status;
  status.error_number = ECONNREFUSED;
  status.status = ExitStatus::temp_fail;
  status.enhanced = "4.4.1";
  status.when = from_seconds(1795322056);
  REQUIRE(store.store("[127.0.0.9]", status).ok());
  HostStatus sent;
  sent.text = "250 2.0.0 Ok: queued as S of a long text";
  sent.when = from_seconds(1795322056);
  REQUIRE(store.store("mx1.remote.test.", sent).ok());
  CHECK(*read_file(scratch.path() + "/9./0./0./127") == "V0\nE111\nH0\nS75\nD4.4.1\nU1795322056\n.\n");
  CHECK(std::filesystem::exists(scratch.path() + "/test./remote./mx1"));

  TimePoint now = from_seconds(1795322060);
  CHECK(store.find("127.0.0.9", std::chrono::seconds(60), now)->error_number == ECONNREFUSED);
  CHECK(!store.find("127.0.0.9", std::chrono::seconds(2), now));
  CHECK(!store.find("other.example", std::chrono::seconds(60), now));
  CHECK(store.print(false, now) ==
        " -------------- Hostname --------------- How long ago ---------Results---------\n"
        " 127.0.0.9                                   00:00:04 Deferred: Connection refu\n"
        " mx1.remote.test                             00:00:04 250 2.0.0 Ok: queued as S\n");
  store.purge(std::chrono::seconds(0), std::chrono::system_clock::now() + std::chrono::hours(1));
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("queue/host_status: a host that is held is written by its holder alone") {
  test::ScratchFolder scratch;
  HostStatusStore store(scratch.path());
  HostStatus status;
  status.when = from_seconds(1795322056);
  TimePoint now = from_seconds(1795322060);
  auto held = store.hold("mx1.remote.test.");
  REQUIRE(held.ok());
  REQUIRE(held->has_value());
  CHECK(!store.hold("MX1.remote.test")->has_value());
  CHECK(store.store("mx1.remote.test.", status).ok());
  CHECK(!store.find("mx1.remote.test", std::chrono::seconds(60), now));
  CHECK(store.store("mx1.remote.test.", status, **held).ok());
  CHECK(store.find("mx1.remote.test", std::chrono::seconds(60), now));
  CHECK(store.print(false, now).find("*mx1.remote.test ") != std::string::npos);
  held = std::optional<UniqueFd>();
  CHECK(store.hold("mx1.remote.test")->has_value());
  // A shorter text leaves nothing of a longer one.
  status.text = "250 2.0.0 a long text";
  CHECK(store.store("mx1.remote.test", status).ok());
  status.text = "250 ok";
  CHECK(store.store("mx1.remote.test", status).ok());
  CHECK(*read_file(scratch.path() + "/test./remote./mx1") == "V0\nE0\nH0\nS0\nR250 ok\nU1795322056\n.\n");
}

TEST_CASE("queue/host_status: HostStatusDirectory is below the queue directory unless it is absolute") {
  struct Row {
    const char* what;
    const char *directory, *queue, *expected;
  };
  test::ScratchFolder scratch;
  const std::string queue = scratch.path() + "/mq", many = scratch.path() + "/q*", absolute = scratch.path() + "/hosts";
  const Row rows[] = {
      {"relative", "hosts", queue.c_str(), "/mq/hosts"},
      {"with many queue directories", "hosts", many.c_str(), "/hosts"},
      {"absolute", absolute.c_str(), queue.c_str(), "/hosts"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::filesystem::remove_all(scratch.path() + row.expected);
    config::Options options;
    options.host_status_directory = row.directory;
    options.queue_directory = row.queue;
    CHECK(HostStatusStore::complaint(options) ==
          "Warning: Cannot use HostStatusDirectory = " + std::string(row.directory) + ": No such file or directory");
    std::filesystem::create_directories(scratch.path() + row.expected);
    CHECK(!HostStatusStore::complaint(options));
    CHECK(HostStatusStore::of(options).store("a.test", HostStatus()).ok());
    CHECK(std::filesystem::exists(scratch.path() + row.expected + "/test./a"));
  }
}

TEST_CASE("queue/host_status: a host name cannot leave the directory") {
  test::ScratchFolder scratch;
  HostStatusStore store(scratch.path());
  for (const char* host : {"../x", "a/b", "", "a..b"}) {
    CAPTURE(host);
    CHECK(!store.store(host, HostStatus()).ok());
  }
}
