// What an idle session costs: thousands of them must be cheap (a buffer each would already be too much).
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

#include "lib/base/posix.h"
#include "scripted_server.h"
#include "sendmaild/net/connect.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/timer.h"

using namespace sm::test;

namespace {

constexpr size_t kSessions = 5000;
constexpr size_t kBytesPerSession = 16 * 1024;

size_t resident_bytes() {
  size_t pages = 0;
  size_t resident = 0;
  FILE* file = std::fopen("/proc/self/statm", "r");
  REQUIRE(file != nullptr);
  REQUIRE(std::fscanf(file, "%zu %zu", &pages, &resident) == 2);
  std::fclose(file);
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

sm::net::Task<void> wait_for_reply(sm::net::Stream& client) {
  client.set_deadline(std::chrono::seconds(30));
  std::string greeting = co_await client.read_some();
  co_await client.write("EHLO client.localdomain\r\n");
  std::string reply = co_await client.read_some();
  CHECK(reply.find("250 HELP") != std::string::npos);
}

}  // namespace

TEST_CASE("smtp/server: five thousand idle sessions fit into little memory") {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < 3 * kSessions) {
    MESSAGE("too few descriptors allowed here");
    return;
  }
  Script script;
  Notes notes;
  sm::net::EventLoop loop;
  sm::net::BlockingPool lookup(loop, "lookup", sm::net::BlockingPool::Limits{});
  sm::net::BlockingPool disk(loop, "disk", sm::net::BlockingPool::Limits{});
  std::vector<std::unique_ptr<sm::net::Stream>> clients;
  clients.reserve(kSessions);
  size_t before = resident_bytes();
  for (size_t i = 0; i < kSessions; ++i) {
    auto pair = sm::local_socket_pair();
    REQUIRE(pair);
    server::SessionParts parts;
    parts.loop = &loop;
    parts.lookup = &lookup;
    parts.disk = &disk;
    parts.stream = sm::net::socket_stream(loop, std::move(pair->first));
    parts.policy = scripted_policy(script, notes);
    parts.sink = scripted_sink(script, notes);
    loop.spawn(forget_summary(std::move(parts)));
    clients.push_back(sm::net::socket_stream(loop, std::move(pair->second)));
    loop.run_until_done(wait_for_reply(*clients.back()));
  }
  size_t each = (resident_bytes() - before) / kSessions;
  MESSAGE("bytes for each session and its client: ", each);
  CHECK(each < kBytesPerSession);
}
