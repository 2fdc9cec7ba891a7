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

TEST_CASE("queue/host_status: a host name cannot leave the directory") {
  test::ScratchFolder scratch;
  HostStatusStore store(scratch.path());
  for (const char* host : {"../x", "a/b", "", "a..b"}) {
    CAPTURE(host);
    CHECK(!store.store(host, HostStatus()).ok());
  }
}
