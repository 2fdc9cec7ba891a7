// Filters in their order, over real sockets: who is asked, what stops the chain, what stands for a filter that failed, and
// how a message passes through.
#include "sendmaild/milter/chain.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "sendmaild/milter/limits.h"
#include "sendmaild/net/timer.h"
#include "tests/unit/sendmaild/milter/scripted_filter.h"

namespace sm::milter {
namespace {

using namespace std::string_literals;
using OnFailure = FilterSpec::OnFailure;
using VerdictKind = Verdict::Kind;

struct TestHost final : Host {
  std::vector<std::string> lines;
  std::optional<std::string> macro(const std::string&) override { return std::nullopt; }
  void log(int, log::Priority, const std::string& text) override { lines.push_back(text); }
  bool logged(const std::string& line) const { return std::find(lines.begin(), lines.end(), line) != lines.end(); }
};

// A message in memory; each change is noted and headers are really added.
struct TestMessage final : Message {
  std::vector<Header> fields = {{"Subject", " hi"}, {"X-Tight", "x"}};
  std::string body = "one\ntwo\n";
  std::vector<std::string> applied;

  std::vector<Header> headers() const override { return fields; }
  net::Task<Result<std::string>> read_body(int64_t offset, size_t limit) override {
    Result<std::string> piece = body.substr(static_cast<size_t>(offset), limit);
    co_return piece;
  }
  net::Task<Result<void>> apply(std::string filter, Change change) override {
    applied.push_back(filter + " " + change.name + "=" + change.value);
    if (change.kind == Change::Kind::add_header) fields.push_back({change.name, " " + change.value});
    Result<void> done;
    if (change.name == "Full-Disk") done = Error{"no space"};
    co_return done;
  }
  net::Task<Result<void>> finish_body() override {
    applied.push_back("end of body");
    Result<void> done;
    co_return done;
  }
};

struct Bench {
  net::EventLoop loop;
  test::ScratchFolder folder;
  TestHost host;
  std::vector<FilterSpec> specs;
  std::unique_ptr<FilterChain> chain;

  std::string path(const std::string& name) { return folder.path() + "/" + name; }
  FilterSpec& add(const std::string& name, OnFailure on_failure = OnFailure::go_on) {
    FilterSpec spec;
    spec.name = name;
    spec.addresses = {*net::SocketAddress::local_path(path(name))};
    spec.on_failure = on_failure;
    spec.connect_timeout = spec.send_timeout = spec.read_timeout = spec.message_timeout = std::chrono::seconds(20);
    specs.push_back(std::move(spec));
    return specs.back();
  }
  // What is not answered may be on its way still.
  bool wait_for(const test::ScriptedFilter& filter, const std::string& letters) {
    for (int i = 0; i < 20000 && filter.letters != letters; ++i)
      loop.run_until_done(net::sleep_for(loop, std::chrono::milliseconds(1)));
    CAPTURE(filter.letters);
    CHECK(filter.letters == letters);
    return filter.letters == letters;
  }
  Verdict open() {
    chain = std::make_unique<FilterChain>(std::move(specs), MacroLists(), host, loop);
    return loop.run_until_done(chain->open());
  }
  Verdict sender() { return loop.run_until_done(chain->sender({"<a@b>", "SIZE=1"})); }
  Verdict message(TestMessage& message) {
    open();
    sender();
    return loop.run_until_done(chain->message(message));
  }
};

std::string add_header(const std::string& name, const std::string& value) {
  return frame('h', strings({name, value}));
}

}  // namespace

TEST_CASE("milter/chain: the first filter that stops an event is the last one asked") {
  struct Row {
    const char* what;
    std::string answer;
    VerdictKind kind;
    std::string text;
    std::string second_heard;
  };
  const Row rows[] = {
      {"continue", frame('c', ""), VerdictKind::proceed, "", "OM"},
      {"accept", frame('a', ""), VerdictKind::proceed, "", "OM"},
      {"reject", frame('r', ""), VerdictKind::reject, "", "O"},
      {"tempfail", frame('t', ""), VerdictKind::tempfail, "", "O"},
      {"discard", frame('d', ""), VerdictKind::discard, "", "O"},
      {"text", frame('y', "550 no\0"s), VerdictKind::reply, "550 no", "O"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Bench bench;
    bench.add("one");
    bench.add("two");
    test::ScriptedFilter one(bench.loop, bench.path("one"), {{'M', row.answer}});
    test::ScriptedFilter two(bench.loop, bench.path("two"), {});
    CHECK(!bench.open().stops());
    Verdict verdict = bench.sender();
    CHECK(verdict.kind == row.kind);
    CHECK(verdict.text == row.text);
    CHECK(one.letters == "OM");
    CHECK(one.data.back() == "<a@b>\0SIZE=1\0"s);
    CHECK(two.letters == row.second_heard);
  }
}

TEST_CASE("milter/chain: a sender that a later filter refused is taken back from the earlier ones") {
  Bench bench;
  bench.add("one");
  bench.add("two");
  test::ScriptedFilter one(bench.loop, bench.path("one"), {});
  test::ScriptedFilter two(bench.loop, bench.path("two"), {{'M', frame('r', "")}});
  bench.open();
  CHECK(bench.sender().kind == VerdictKind::reject);
  CHECK(bench.sender().kind == VerdictKind::reject);
  CHECK(bench.wait_for(one, "OMAMA"));
  CHECK(two.letters == "OMM");
}

TEST_CASE("milter/chain: F= stands for a filter that is away, breaks off, talks nonsense or is silent") {
  struct Row {
    OnFailure on_failure;
    VerdictKind kind;
  };
  const Row rows[] = {{OnFailure::go_on, VerdictKind::proceed},
                      {OnFailure::reject, VerdictKind::reject},
                      {OnFailure::tempfail, VerdictKind::tempfail},
                      {OnFailure::close, VerdictKind::close}};
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.on_failure));
    Bench away;
    away.add("one", row.on_failure);
    CHECK(away.open().kind == row.kind);
    CHECK(away.host.logged("Milter (one): local socket name " + away.path("one") + " unsafe"));
    CHECK(away.host.logged("Milter (one): to error state"));

    struct Trouble {
      std::string answer, complaint;
    };
    for (const Trouble& trouble :
         {Trouble{"close", "milter_sys_read(one): cmd read returned 0, expecting 5"},
          Trouble{frame('Z', ""), "milter_send_command(one): action=mail returned bogus response Z"},
          Trouble{"\0\0\0\0\0"s, "milter_read(one): read size 0 out of range, where=mail"},
          Trouble{"silence", "Milter (one): timeout before data read, where=mail"}}) {
      CAPTURE(trouble.complaint);
      Bench bench;
      bench.add("one", row.on_failure).read_timeout = std::chrono::milliseconds(trouble.answer == "silence" ? 100 : 20000);
      test::ScriptedFilter one(bench.loop, bench.path("one"), {{'M', trouble.answer}});
      CHECK(!bench.open().stops());
      CHECK(bench.sender().kind == row.kind);
      CHECK(bench.host.logged(trouble.complaint));
      CHECK_MESSAGE(bench.sender().kind == row.kind, "and at every later event");
      CHECK(one.letters == "OM");
    }
  }
}

TEST_CASE("milter/chain: a filter that accepts the connection is told to quit and asked nothing more") {
  Bench bench;
  bench.add("one");
  test::ScriptedFilter one(bench.loop, bench.path("one"), {{'C', frame('a', "")}});
  bench.open();
  Peer peer;
  peer.name = "client.test";
  peer.address = *net::SocketAddress::from_text("2001:db8::1", 2525);
  peer.shown = "IPv6:2001:db8::1";
  CHECK(!bench.loop.run_until_done(bench.chain->connect(peer)).stops());
  CHECK(!bench.sender().stops());
  CHECK(bench.wait_for(one, "OCQ"));
  CHECK(one.data[1] == "client.test\0006\x09\xddIPv6:2001:db8::1\0"s);
}

TEST_CASE("milter/chain: recipients that were refused are told to those who want to know") {
  for (bool wants : {false, true}) {
    CAPTURE(wants);
    Bench bench;
    bench.add("one");
    test::ScriptedFilter one(bench.loop, bench.path("one"), {}, 0, wants ? step::kRejectedRecipients : 0);
    bench.open();
    bench.sender();
    bench.loop.run_until_done(bench.chain->recipient({"<x@y>"}, true));
    bench.loop.run_until_done(bench.chain->recipient({"<z@y>"}, false));
    CHECK(one.letters == (wants ? "OMRR" : "OMR"));
    CHECK(one.data.back() == "<z@y>\0"s);
  }
}

TEST_CASE("milter/chain: each filter sees what those before made of the message") {
  Bench bench;
  bench.add("one");
  bench.add("two");
  test::ScriptedFilter one(bench.loop, bench.path("one"),
                           {{'E', add_header("X-One", "1") + frame('p', "") + frame('c', "")}});
  test::ScriptedFilter two(bench.loop, bench.path("two"), {}, 0x1ff, step::kLeadingSpace);
  TestMessage message;
  CHECK(!bench.message(message).stops());
  CHECK(message.applied == std::vector<std::string>{"one X-One=1"});
  CHECK(one.letters == "OMLLNBE");
  CHECK(one.data[2] == "Subject\0hi\0"s);
  CHECK(one.data[3] == "X-Tight\0x\0"s);
  CHECK(one.data[5] == "one\r\ntwo\r\n");
  CHECK(two.letters == "OMLLLNBE");
  CHECK(two.data[2] == "Subject\0 hi\0"s);
  CHECK(two.data[4] == "X-One\0 1\0"s);
}

TEST_CASE("milter/chain: a large body goes in full packets, until the filter has enough") {
  for (bool skips : {false, true}) {
    CAPTURE(skips);
    Bench bench;
    bench.add("one");
    test::ScriptedFilter one(bench.loop, bench.path("one"), {{'B', frame(skips ? 's' : 'c', "")}});
    TestMessage message;
    message.body = std::string(200000, 'x');
    CHECK(!bench.message(message).stops());
    CHECK(one.letters == (skips ? "OMLLNBE" : "OMLLNBBBBE"));
    CHECK(one.data[5].size() == kPacketData);
  }
}

TEST_CASE("milter/chain: a filter that does not read is given up after T=S:") {
  constexpr uint32_t kNoReplyToBody = 0x80000;
  Bench bench;
  bench.add("one", OnFailure::tempfail).send_timeout = std::chrono::milliseconds(200);
  test::ScriptedFilter one(bench.loop, bench.path("one"), {{'B', "stall"}}, 0, kNoReplyToBody);
  TestMessage message;
  message.body = std::string(4 << 20, 'x');
  CHECK(bench.message(message).kind == VerdictKind::tempfail);
  CHECK(bench.host.logged("Milter (one): timeout before data write, where=body"));
}

TEST_CASE("milter/chain: how a message ends") {
  struct Row {
    const char* what;
    test::ScriptedFilter::Answers answers;
    uint32_t actions;
    VerdictKind kind;
    std::string complaint;
  };
  const Row rows[] = {
      {"rejected at a header", {{'L', frame('r', "")}}, 0x1ff, VerdictKind::reject, ""},
      {"a text at the end", {{'E', frame('y', "554 no\0"s)}}, 0x1ff, VerdictKind::reply, "milter=one, reject=554 no"},
      {"a change without the right to it", {{'E', add_header("X", "1") + frame('c', "")}}, 0, VerdictKind::proceed,
       "milter_data(one): lied about adding headers, honoring request anyway"},
      {"a body without the right to it", {{'E', frame('b', "x") + frame('c', "")}}, 0, VerdictKind::tempfail,
       "milter_data(one): lied about replacing body, rejecting request and tempfailing message"},
      {"a change that cannot be done", {{'E', add_header("Full-Disk", "1") + frame('c', "")}}, 0x1ff,
       VerdictKind::tempfail, "milter_data(one): no space"},
      {"rejected all the same", {{'E', add_header("Full-Disk", "1") + frame('r', "")}}, 0x1ff, VerdictKind::reject, ""},
      {"nonsense", {{'E', frame('s', "")}}, 0x1ff, VerdictKind::proceed, "milter_data(one): returned bogus response s"},
      {"lost", {{'E', "close"}}, 0x1ff, VerdictKind::proceed, "Milter (one): to error state"},
      {"lost in the middle of a new body", {{'E', frame('b', "half") + "\0\0"s}}, 0x1ff, VerdictKind::tempfail,
       "Milter (one): timeout during data read, where=eom"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Bench bench;
    bench.add("one").message_timeout = std::chrono::milliseconds(row.answers.count('E') != 0 ? 500 : 20000);
    bench.add("two");
    test::ScriptedFilter one(bench.loop, bench.path("one"), row.answers, row.actions);
    test::ScriptedFilter two(bench.loop, bench.path("two"), {});
    TestMessage message;
    Verdict verdict = bench.message(message);
    CHECK(verdict.kind == row.kind);
    if (!row.complaint.empty()) CHECK(bench.host.logged(row.complaint));
    CHECK((verdict.stops() ? bench.wait_for(two, "OMA") : two.letters.ends_with("NBE")));
  }
}

}  // namespace sm::milter
