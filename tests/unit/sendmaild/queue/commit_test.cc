// A message on its way through the queue: arriving, rewritten, held, opened again, removed.
#include "sendmaild/queue/commit.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "lib/base/file_lock.h"
#include "lib/base/posix.h"
#include "sendmaild/queue/quarantine.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

namespace {

struct Spool {
  test::ScratchFolder scratch;
  config::Config config;
  std::optional<QueuePaths> paths;
  SystemClock clock;
  QueueIdSource ids{clock, 4711};
  macros::MacroTable globals;
  macros::MacroScope outer{globals};
  std::unique_ptr<MessageStore> store;

  explicit Spool(std::vector<const char*> folders = {}, const char* wildcard = "") {
    for (const char* folder : folders) std::filesystem::create_directories(scratch.path() + folder);
    config.options.queue_directory = scratch.path() + wildcard;
    paths = *QueuePaths::open(config);
    store = make_classic_store(config, *paths, ids);
  }
  message::Envelope envelope() {
    message::Envelope out(&outer);
    out.sender = "<lee@naver.com>";
    out.created = clock.now();
    out.recipients.resize(1);
    out.recipients[0].address = "<kim@daum.net>";
    out.headers.append(message::HeaderField{"Subject", " hi", "", "", false, false});
    return out;
  }
  std::set<std::string> files() const {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch.path()))
      if (entry.is_regular_file()) out.insert(entry.path().string().substr(scratch.path().size() + 1));
    return out;
  }
  QueueEntry commit(const std::string& body) {
    auto message = *store->begin(store->new_id(), "", 0);
    REQUIRE(message->write(body).ok());
    return *message->commit(envelope(), Durability::durable);
  }
};

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("queue/commit: small and large bodies end in df and qf") {
  for (size_t size : {size_t{6}, size_t{100000}}) {
    Spool spool;
    std::string body(size, 'x');
    QueueEntry entry = spool.commit(body);
    CHECK(spool.files() == Names{"df" + entry.id(), "qf" + entry.id()});
    CHECK(*read_file(spool.scratch.path() + "/df" + entry.id()) == body);
    CHECK(*entry.body().text() == body);
    struct stat facts{};
    REQUIRE(::stat((spool.scratch.path() + "/qf" + entry.id()).c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    entry.remove();
    CHECK(spool.files().empty());
  }
}

TEST_CASE("queue/commit: a message that is not committed leaves nothing") {
  Spool spool;
  {
    auto message = *spool.store->begin(spool.store->new_id(), "", 0);
    REQUIRE(message->write(std::string(100000, 'x')).ok());
    CHECK(spool.files().size() == 1);
  }
  CHECK(spool.files().empty());
}

TEST_CASE("queue/commit: without durability files appear when the entry is saved") {
  Spool spool;
  auto message = *spool.store->begin(spool.store->new_id(), "", 0);
  REQUIRE(message->write("body\n").ok());
  QueueEntry entry = *message->commit(spool.envelope(), Durability::memory);
  CHECK(spool.files().empty());
  CHECK(*entry.body().text() == "body\n");
  REQUIRE(entry.save().ok());
  CHECK(spool.files() == Names{"df" + entry.id(), "qf" + entry.id()});
}

TEST_CASE("queue/commit: the body can be looked at and replaced before") {
  Spool spool;
  auto message = *spool.store->begin(spool.store->new_id(), "", 0);
  REQUIRE(message->write(std::string(10000, 'x')).ok());
  CHECK(message->peek_body()->size() == 10000);
  REQUIRE(message->replace_body("other\n").ok());
  QueueEntry entry = *message->commit(spool.envelope(), Durability::durable);
  CHECK(*read_file(spool.scratch.path() + "/df" + entry.id()) == "other\n");
}

TEST_CASE("queue/queue_entry: locked while it lives, readable afterwards") {
  Spool spool;
  std::optional<QueueEntry> entry = spool.commit("hello\n");
  QueueLocation where = entry->where();
  CHECK(open_entry(*spool.paths, spool.config, where, FileKind::ready, &spool.outer).kind == OpenOutcome::Kind::locked);
  entry->envelope().status_message = "Deferred: Connection refused by mail.daum.net.";
  entry->envelope().attempts = 1;
  REQUIRE(entry->save().ok());
  CHECK(open_entry(*spool.paths, spool.config, where, FileKind::ready, &spool.outer).kind == OpenOutcome::Kind::locked);
  entry.reset();
  OpenOutcome again = open_entry(*spool.paths, spool.config, where, FileKind::ready, &spool.outer);
  REQUIRE(again.kind == OpenOutcome::Kind::opened);
  CHECK(again.entry->envelope().status_message == "Deferred: Connection refused by mail.daum.net.");
  CHECK(again.entry->envelope().attempts == 1);
  CHECK(again.entry->envelope().recipients.at(0).address == "<kim@daum.net>");
  CHECK(again.entry->envelope().message_size == 13 + 6);
  CHECK(*again.entry->body().text() == "hello\n");
  again.entry->remove();
  CHECK(open_entry(*spool.paths, spool.config, where, FileKind::ready, &spool.outer).kind == OpenOutcome::Kind::gone);
}

TEST_CASE("queue/queue_entry: finished recipients are not written again") {
  Spool spool;
  QueueEntry entry = spool.commit("x\n");
  entry.envelope().recipients.push_back(entry.envelope().recipients[0]);
  entry.envelope().recipients[0].state = message::Recipient::State::delivered;
  entry.envelope().recipients[1].address = "<lee@daum.net>";
  entry.envelope().recipients[1].state = message::Recipient::State::deferred;
  REQUIRE(entry.save().ok());
  std::string text = *read_file(spool.scratch.path() + "/qf" + entry.id());
  CHECK(text.find("kim@daum.net") == std::string::npos);
  CHECK(text.find("RPFD:<lee@daum.net>\n") != std::string::npos);
}

TEST_CASE("queue/queue_entry: a copy for other recipients shares the body's file") {
  Spool spool;
  QueueEntry first = spool.commit("shared\n");
  QueueEntry second = *spool.store->commit_with_body(spool.store->new_id(), "", spool.envelope(), first.body(),
                                                     &first, Durability::durable);
  struct stat facts{};
  REQUIRE(::stat((spool.scratch.path() + "/df" + second.id()).c_str(), &facts) == 0);
  CHECK(facts.st_nlink == 2);
  first.remove();
  CHECK(*second.body().text() == "shared\n");
  CHECK(spool.files() == Names{"df" + second.id(), "qf" + second.id()});
}

TEST_CASE("queue/queue_entry: files that cannot be trusted are set aside or left alone") {
  Spool spool;
  std::string id = "6AM4R8Rk009037";
  QueueLocation where{0, 0, id};
  std::string path = spool.scratch.path() + "/qf" + id;
  auto open_text = [&](const std::string& text, mode_t mode) {
    std::ofstream(path, std::ios::trunc) << text;
    ::chmod(path.c_str(), mode);
    return open_entry(*spool.paths, spool.config, where, FileKind::ready, &spool.outer).kind;
  };
  using Kind = OpenOutcome::Kind;
  CHECK(open_text("V8\nT1\nS<a@b>\nRPFD:<c@d>\n", 0600) == Kind::skipped);
  CHECK(open_text("", 0600) == Kind::skipped);
  CHECK(spool.files() == Names{"qf" + id});
  CHECK(open_text("V8\nT1\nS<a@b>\nRPFD:<c@d>\n.\n", 0666) == Kind::lost);
  CHECK(spool.files() == Names{"Qf" + id});
  CHECK(open_text("V8\nT1\nS<a@b>\nzzz\n.\n", 0600) == Kind::lost);
  CHECK(spool.files() == Names{"Qf" + id});
}

TEST_CASE("queue/queue_paths: wildcard directories and subdirectories for file kinds") {
  Spool spool({"/q1", "/q2/qf", "/q2/df", "/q2/xf", "/other"}, "/q*");
  REQUIRE(spool.paths->groups().size() == 1);
  const auto& directories = spool.paths->groups()[0].directories;
  REQUIRE(directories.size() == 2);
  CHECK(directories[0].file(FileKind::data, "X") == spool.scratch.path() + "/q1/dfX");
  CHECK(directories[1].file(FileKind::data, "X") == spool.scratch.path() + "/q2/df/dfX");
  CHECK(directories[1].file(FileKind::temporary, "X") == spool.scratch.path() + "/q2/qf/tfX");
  CHECK(directories[1].shown() == spool.scratch.path() + "/q2/df");
  for (int i = 0; i < 8; ++i) spool.commit("x\n");
  CHECK(spool.files().size() == 16);
}

TEST_CASE("queue/queue_paths: no space and no directory") {
  Spool spool;
  CHECK(!spool.paths->pick_directory(0, int64_t{1} << 60, 0).ok());
  CHECK(!spool.paths->has_space(0, 1, int64_t{1} << 60));
  spool.config.options.min_free_blocks = int64_t{1} << 60;
  auto refused = spool.store->begin(spool.store->new_id(), "", 10);
  CHECK(!refused.ok());
  CHECK(refused.error().status == ExitStatus::temp_fail);
  config::Config config;
  CHECK(!QueuePaths::open(config).ok());
  config.options.queue_directory = "/does/not/exist";
  CHECK(QueuePaths::open(config).error().text == "can not chdir(/does/not/exist/): No such file or directory");
}

TEST_CASE("queue/quarantine: held and released by hand") {
  Spool spool;
  std::string id;
  {
    QueueEntry entry = spool.commit("x\n");
    id = entry.id();
  }
  Selector ready, held;
  REQUIRE(held.add("Q").ok());
  auto change = [&](const Selector& selector, const std::optional<std::string>& reason) {
    return change_quarantine(*spool.paths, spool.config, selector, reason, &spool.outer, spool.clock.now());
  };
  const std::string processing = "Processing " + spool.scratch.path() + ":\n";
  CHECK(change(ready, "odd") == processing + id + ": Quarantined with \"odd\"\n1 change\n");
  CHECK(spool.files() == Names{"df" + id, "hf" + id});
  CHECK(change(held, "odd") == processing + id + ": Already quarantined with \"odd\"\nNo changes\n");
  CHECK(change(held, "new") == processing + id + ": Quarantine changed from \"odd\" to \"new\"\n1 change\n");
  CHECK(change(held, std::nullopt) == processing + id + ": Removed quarantine of \"new\"\n1 change\n");
  CHECK(spool.files() == Names{"df" + id, "qf" + id});
  CHECK(change(held, std::nullopt) == spool.scratch.path() + ": no matches\nNo changes\n");
}
