// A process is killed, or a step fails, at each fault point of a message's life in the queue, one after the other.
// Invariant: what commit() has returned for is in the queue, whole, until remove() began; what it has not returned for is
// there whole or not at all; a failed step is a temporary failure that leaves nothing new and loses nothing old.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "lib/base/log.h"
#include "sendmaild/process/queue_client.h"
#include "sendmaild/queue/commit.h"
#include "sendmaild/queue/fault_point.h"
#include "sendmaild/queue/recovery.h"
#include "sendmaild/queue/scan.h"
#include "tests/support/helper_process.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

namespace {

// Which fault point of the process strikes, and how.
struct Plan {
  int countdown = -1;      // points still to pass; negative: none strikes
  int error_number = 0;    // 0: the process is killed
  bool struck = false;
};
Plan plan;

int strike(const char* point) {
  // Taking back what a failed step left is allowed to work.
  bool taking_back = std::string_view(point).starts_with("undo-");
  if (plan.struck || plan.countdown < 0 || (plan.error_number != 0 && taking_back)) return 0;
  if (plan.countdown-- > 0) return 0;
  plan.struck = true;
  if (plan.error_number == 0) ::raise(SIGKILL);
  return plan.error_number;
}

struct Spool {
  config::Config config;
  std::optional<QueuePaths> paths;
  SystemClock clock;
  QueueIdSource ids{clock, ::getpid()};
  macros::MacroTable globals;
  macros::MacroScope outer{globals};
  std::unique_ptr<MessageStore> store;

  // `helper`: the socket of one that has the folder open; -1: directly.
  explicit Spool(const std::string& folder, int helper = -1) {
    log::set_sink([](log::Priority, const std::string&) {});
    config.options.queue_directory = folder;
    paths = *QueuePaths::open(config);
    if (helper >= 0) paths = paths->with_files(process::queue_files_at(helper, ::geteuid()));
    store = make_classic_store(config, *paths, ids);
  }
  message::Envelope envelope() const {
    message::Envelope out(&outer);
    out.sender = "<lee@naver.com>";
    out.created = clock.now();
    out.recipients.resize(2);
    out.recipients[0].address = "<kim@daum.net>";
    out.recipients[1].address = "<park@daum.net>";
    return out;
  }
  Result<QueueEntry> commit(const std::string& body) {
    Result<std::unique_ptr<IncomingMessage>> message = store->begin(store->new_id(), "", 0);
    if (!message) return std::move(message).error();
    for (size_t at = 0; at < body.size(); at += 3000)
      if (auto ok = (*message)->write(std::string_view(body).substr(at, 3000)); !ok) return std::move(ok).error();
    return (*message)->commit(envelope(), Durability::durable);
  }
  std::set<std::string> files() const {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(config.options.queue_directory))
      out.insert(entry.path().filename().string());
    return out;
  }
  // Ids of the messages that a queue run would find; each must be whole.
  std::set<std::string> whole_messages(const std::string& body) {
    std::set<std::string> out;
    Result<ScanResult> found = scan_group(*paths, 0, ScanRules(), clock.now());
    REQUIRE(found.ok());
    for (const QueueItem& item : found->items) {
      OpenOutcome opened = open_entry(*paths, config, item.where, item.kind, &outer);
      CHECK(opened.kind == OpenOutcome::Kind::opened);
      if (!opened.entry) continue;
      CHECK(!opened.entry->body().is_missing());
      CHECK(*opened.entry->body().text() == body);
      CHECK(!opened.entry->envelope().recipients.empty());
      out.insert(item.where.id);
    }
    return out;
  }
};

// A message's whole life; each promise is noted in `notes` (written at once) as "word id".
void live(Spool& spool, const std::string& body, const std::string& notes) {
  auto note = [&notes](const char* word, const std::string& id) {
    std::ofstream(notes, std::ios::app) << word << ' ' << id << std::endl;
  };
  Result<QueueEntry> entry = spool.commit(body);
  if (!entry) return;
  note("accepted", entry->id());
  Result<QueueEntry> copy = spool.store->commit_with_body(spool.store->new_id(), "", spool.envelope(), entry->body(),
                                                          &*entry, Durability::durable);
  if (copy) note("accepted", copy->id());
  entry->envelope().recipients[0].state = message::Recipient::State::delivered;
  entry->envelope().attempts = 1;
  if (entry->save()) note("saved", entry->id());
  entry->envelope().quarantine_reason = "odd";
  (void)entry->save().ok();
  entry->envelope().quarantine_reason = "";
  (void)entry->save().ok();
  note("removing", entry->id());
  entry->remove();
}

struct Notes {
  std::set<std::string> accepted, removing;
};
Notes read_notes(const std::string& path) {
  Notes out;
  std::ifstream file(path);
  std::string word, id;
  while (file >> word >> id) {
    if (word == "accepted") out.accepted.insert(id);
    if (word == "removing") out.removing.insert(id);
  }
  return out;
}

std::unique_ptr<test::HelperProcess> helper_for(const std::string& folder) {
  process::HelperTable table;
  table.queue = direct_queue_files(*QueueFolders::open({folder}));
  return std::make_unique<test::HelperProcess>(table, process::HelperRights::delivering);
}

void check_deaths(bool with_helper) {
  for (const std::string& body : {std::string("small\n"), std::string(20000, 'x') + "\n"}) {
    int deaths = 0;
    for (int point = 0;; ++point) {
      CAPTURE(point);
      test::ScratchFolder scratch;
      std::string folder = scratch.path() + "/q", notes_file = scratch.path() + "/notes";
      std::filesystem::create_directory(folder);
      auto helper = with_helper ? helper_for(folder) : nullptr;
      pid_t child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        plan = Plan{point, 0, false};
        set_fault_hook(strike);
        Spool spool(folder, helper ? helper->socket() : -1);
        live(spool, body, notes_file);
        ::_exit(0);
      }
      int status = 0;
      REQUIRE(::waitpid(child, &status, 0) == child);
      helper.reset();  // has let go of what it opened last
      if (WIFEXITED(status)) break;
      ++deaths;
      Spool spool(folder);
      Notes notes = read_notes(notes_file);
      // Held messages are in the queue too: released here, so that one look finds all.
      for (const std::string& name : spool.files())
        if (name.starts_with("hf")) std::filesystem::rename(folder + "/" + name, folder + "/q" + name.substr(1));
      std::set<std::string> found = spool.whole_messages(body);
      for (const std::string& id : notes.accepted)
        if (!notes.removing.contains(id)) CHECK(found.contains(id));
      recover_queue(*spool.paths, spool.clock.now() + std::chrono::hours(1));
      std::set<std::string> expected;
      for (const std::string& id : found) {
        expected.insert("qf" + id);
        expected.insert("df" + id);
      }
      CHECK(spool.files() == expected);
    }
    // create, write, sync, control and folder of two messages, three rewrites, removal.
    CHECK(deaths > 25);
  }
}

}  // namespace

TEST_CASE("queue/faults: a process killed at any step loses no accepted message and leaves no half one") {
  check_deaths(false);
}

TEST_CASE("queue/faults: the same for a process that reaches the queue through the helper") { check_deaths(true); }

TEST_CASE("queue/faults: a step that fails is a temporary failure without traces") {
  set_fault_hook(strike);
  for (int error_number : {ENOSPC, EIO, EDQUOT}) {
    for (const std::string& body : {std::string("small\n"), std::string(20000, 'x') + "\n"}) {
      int failures = 0;
      for (int point = 0;; ++point) {
        CAPTURE(error_number);
        CAPTURE(point);
        test::ScratchFolder scratch;
        Spool spool(scratch.path());
        plan = Plan{point, error_number, false};
        Result<QueueEntry> entry = spool.commit(body);
        bool struck = plan.struck;
        plan = Plan();
        if (!struck) {
          CHECK(entry.ok());
          break;
        }
        ++failures;
        REQUIRE(!entry.ok());
        CHECK(entry.error().status == ExitStatus::temp_fail);
        CHECK(spool.files().empty());
      }
      CHECK(failures >= 7);
    }
  }
  set_fault_hook(nullptr);
}

TEST_CASE("queue/faults: a rewrite that fails keeps the message as it was") {
  set_fault_hook(strike);
  const std::string body = "text\n";
  int failures = 0;
  for (int point = 0;; ++point) {
    CAPTURE(point);
    test::ScratchFolder scratch;
    Spool spool(scratch.path());
    plan = Plan();
    std::optional<QueueEntry> entry = *spool.commit(body);
    std::string id = entry->id();
    plan = Plan{point, EIO, false};
    entry->envelope().status_message = "Deferred";
    auto saved = entry->save();
    bool struck = plan.struck;
    plan = Plan();
    entry.reset();
    CHECK(spool.whole_messages(body) == std::set<std::string>{id});
    CHECK(spool.files() == std::set<std::string>{"df" + id, "qf" + id});
    if (!struck) {
      CHECK(saved.ok());
      break;
    }
    ++failures;
    CHECK(!saved.ok());
    CHECK(saved.error().status == ExitStatus::temp_fail);
  }
  CHECK(failures >= 4);
  set_fault_hook(nullptr);
}
