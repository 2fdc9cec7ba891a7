// What a run knows of hosts in trouble, and for whom. Connections that are kept need a server: tests/e2e/connection_cache.py.
#include "sendmaild/delivery/host_table.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using delivery::HostTable;
using std::chrono::seconds;

namespace {

queue::HostStatus refused(seconds ago) {
  queue::HostStatus status;
  status.error_number = ECONNREFUSED;
  status.status = ExitStatus::temp_fail;
  status.when = std::chrono::system_clock::now() - ago;
  return status;
}

HostTable::Rules usual(bool ask_files = true) {
  HostTable::Rules out;
  out.connections = 2;
  out.memory = seconds(1800);
  out.ask_files = ask_files;
  return out;
}

}  // namespace

TEST_CASE("delivery/host_table: a host in trouble is left alone") {
  using Kind = HostTable::Entrance::Kind;
  struct Row {
    const char* what;
    bool in_run, in_file;       // where the trouble is known from
    bool selected;              // -qI, -qR, -qS
    const char* mailer_flags;
    int memory, ago;            // seconds
    Kind expected;
  };
  const Row rows[] = {
      {"nothing known", false, false, false, "", 1800, 0, Kind::open},
      {"found out in this run", true, false, false, "", 1800, 0, Kind::in_trouble},
      {"found out by others", false, true, false, "", 1800, 0, Kind::in_trouble},
      {"a selected run does not ask others", false, true, true, "", 1800, 0, Kind::open},
      {"but knows what it found out itself", true, true, true, "", 1800, 0, Kind::in_trouble},
      {"mailer flag W", true, true, false, "W", 1800, 0, Kind::open},
      {"Timeout.hoststatus=0", true, true, false, "", 0, 0, Kind::open},
      {"long ago", true, true, false, "", 1800, 1900, Kind::open},
  };
  delivery::Wire wire;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    test::ScratchFolder scratch;
    HostTable::Rules own = usual(!row.selected);
    own.memory = seconds(row.memory);
    queue::HostStatusStore files(scratch.path()), nothing("");
    if (row.in_file) REQUIRE(files.store("mx.test.", refused(seconds(row.ago))).ok());
    HostTable table(own, row.in_file ? files : nothing, wire, {});
    if (row.in_run) table.note("mx.test.", refused(seconds(row.ago)), UniqueFd());
    auto entrance = table.enter(test::mailer("esmtp", row.mailer_flags), "MX.test.");
    CHECK(entrance.kind == row.expected);
    if (row.expected == Kind::in_trouble) CHECK(entrance.trouble.error_number == ECONNREFUSED);
    CHECK(table.enter(test::mailer("esmtp", ""), "other.test.").kind == Kind::open);
  }
}

TEST_CASE("delivery/host_table: success ends the trouble") {
  delivery::Wire wire;
  test::ScratchFolder scratch;
  HostTable table(usual(), queue::HostStatusStore(scratch.path()), wire, {});
  config::Mailer esmtp = test::mailer("esmtp", "");
  table.note("mx.test.", refused(seconds(0)), UniqueFd());
  queue::HostStatus well;
  well.when = std::chrono::system_clock::now();
  table.note("mx.test.", well, UniqueFd());
  CHECK(table.enter(esmtp, "mx.test.").kind == HostTable::Entrance::Kind::open);
}

TEST_CASE("delivery/host_table: with SingleThreadDelivery a host is for one at a time") {
  delivery::Wire wire;
  test::ScratchFolder scratch;
  HostTable::Rules own = usual();
  own.single_thread = true;
  HostTable one(own, queue::HostStatusStore(scratch.path()), wire, {}), two(own, queue::HostStatusStore(scratch.path()), wire, {});
  config::Mailer esmtp = test::mailer("esmtp", "");
  auto first = one.enter(esmtp, "mx.test.");
  CHECK(first.lock.valid());
  CHECK(two.enter(esmtp, "mx.test.").kind == HostTable::Entrance::Kind::busy);
  CHECK(two.enter(esmtp, "other.test.").kind == HostTable::Entrance::Kind::open);
  first.lock.reset();
  CHECK(two.enter(esmtp, "mx.test.").kind == HostTable::Entrance::Kind::open);
}
