// Files of the queue and of the configuration: the same answers directly and through the helper.
#include "sendmaild/process/queue_client.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "lib/base/file_lock.h"
#include "lib/base/posix.h"
#include "sendmaild/process/helper_call.h"
#include "tests/support/helper_process.h"
#include "tests/support/local_socket.h"
#include "tests/support/scratch_folder.h"

using namespace sm;
using namespace sm::queue;

namespace {

const QueueFile kTemporary{0, FileKind::temporary, "6AM4R8Rk009037"};
const QueueFile kControl{0, FileKind::ready, "6AM4R8Rk009037"};
const QueueFile kBody{1, FileKind::data, "6AM4R8Rk009037"};

struct Queue {
  test::ScratchFolder scratch;
  std::shared_ptr<const QueueFolders> folders;

  Queue() {
    for (const char* name : {"/q", "/q/df"}) std::filesystem::create_directory(scratch.path() + name);
    folders = *QueueFolders::open({scratch.path() + "/q", scratch.path() + "/q/df"});
  }
  bool has(const std::string& name) const { return std::filesystem::exists(scratch.path() + "/q/" + name); }
};

OpenedFile ask_configured(int socket, uint32_t number) {
  process::HelperRecord record;
  record.kind = process::HelperRecord::Kind::open_configured;
  record.number = number;
  return process::call_for_descriptor(socket, record);
}

void check_files(const Queue& queue, QueueFiles& files) {
  CHECK(files.owner() == ::geteuid());

  OpenedFile made = files.create(kTemporary, 0640);
  REQUIRE(made.fd.valid());
  struct stat facts {};
  REQUIRE(::fstat(made.fd.get(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0640);
  CHECK(files.create(kTemporary, 0640).error == EEXIST);
  REQUIRE(write_all(made.fd.get(), "V8\n").ok());

  // The lock of the temporary file is the lock of the control file.
  CHECK(files.rename(kTemporary, FileKind::ready) == 0);
  CHECK(queue.has("qf6AM4R8Rk009037"));
  CHECK(files.take(kControl).error == EWOULDBLOCK);
  made.fd.reset();
  OpenedFile taken = files.take(kControl);
  REQUIRE(taken.fd.valid());
  CHECK(*read_all(taken.fd.get(), 100) == "V8\n");
  OpenedFile read = files.open(kControl);
  REQUIRE(read.fd.valid());
  CHECK_FALSE(*try_lock_file(read.fd.get(), LockKind::shared));
  taken.fd.reset();
  CHECK(*try_lock_file(read.fd.get(), LockKind::shared));

  CHECK(files.open(kBody).error == ENOENT);
  REQUIRE(files.create(kBody, 0600).fd.valid());
  CHECK(queue.has("df/df6AM4R8Rk009037"));
  QueueFile copy = kBody;
  copy.id = "6AM4R8Rl009037";
  CHECK(files.link(kBody, copy) == 0);
  OpenedFile place = files.look(copy);
  REQUIRE(place.fd.valid());
  REQUIRE(::fstat(place.fd.get(), &facts) == 0);
  CHECK(facts.st_nlink == 2);
  CHECK(files.remove(copy) == 0);
  CHECK(files.remove(copy) == ENOENT);

  OpenedFile folder = files.list(1);
  REQUIRE(folder.fd.valid());
  REQUIRE(::fstat(folder.fd.get(), &facts) == 0);
  CHECK(S_ISDIR(facts.st_mode));
  CHECK(files.list(2).error == EINVAL);
  QueueFile beyond = kBody;
  beyond.folder = 2;
  CHECK(files.create(beyond, 0600).error == EINVAL);
  CHECK(files.remove(beyond) == EINVAL);

  std::filesystem::create_symlink("/etc/passwd", queue.scratch.path() + "/q/qf6AM4R8Rm009037");
  QueueFile link = kControl;
  link.id = "6AM4R8Rm009037";
  CHECK(files.open(link).error == ELOOP);
  CHECK(files.take(link).error == ELOOP);
}

}  // namespace

TEST_CASE("queue/files: made, locked, renamed, linked and removed by this process") {
  Queue queue;
  auto files = direct_queue_files(queue.folders);
  check_files(queue, *files);
  CHECK(files->create(QueueFile{0, FileKind::data, "../passwd12"}, 0600).error == EINVAL);
}

TEST_CASE("queue/files: made, locked, renamed, linked and removed through the helper") {
  Queue queue;
  process::HelperTable table;
  table.queue = direct_queue_files(queue.folders);
  test::HelperProcess helper(table, process::HelperRights::delivering);
  auto files = process::queue_files_at(helper.socket(), ::geteuid());
  check_files(queue, *files);
}

TEST_CASE("queue/files: a receiver makes only messages with ids of its own process") {
  Queue queue;
  process::HelperTable table;
  table.queue = direct_queue_files(queue.folders);
  test::HelperProcess helper(table, process::HelperRights::receiving);
  auto files = process::queue_files_at(helper.socket(), ::geteuid());
  QueueFile own{0, FileKind::data, "6AM4R8Rk" + queue_id_tail(::getpid())};
  CHECK(files->create(own, 0600).fd.valid());
  CHECK(files->open(own).error == EPIPE);
  CHECK(files->create(QueueFile{0, FileKind::data, "6AM4R8Rk" + queue_id_tail(::getpid() + 1)}, 0600).error == EPIPE);
  CHECK(files->remove(own) == 0);
}

TEST_CASE("queue/files: where there is no helper, nothing is made and nobody waits") {
  auto link = process::make_helper_link();
  REQUIRE(link.ok());
  link->helper_end.reset();
  auto files = process::queue_files_at(link->role_end.get(), 0);
  CHECK(files->create(kBody, 0600).error == EAGAIN);
  CHECK(files->remove(kBody) == EAGAIN);
}

TEST_CASE("process/configured_files: the helper opens files of its list by number, and no others") {
  test::ScratchFolder scratch;
  std::string listed = scratch.path() + "/secret", folder = scratch.path() + "/folder";
  std::ofstream(listed) << "text\n";
  std::filesystem::create_directory(folder);
  process::HelperTable table;
  table.files = {scratch.path() + "/absent", listed, folder};
  test::HelperProcess helper(table, process::HelperRights::receiving);
  auto ask = [&](uint32_t number) { return ask_configured(helper.socket(), number); };
  CHECK(ask(0).error == ENOENT);
  OpenedFile file = ask(1);
  REQUIRE(file.fd.valid());
  CHECK(*read_all(file.fd.get(), 100) == "text\n");
  CHECK(::write(file.fd.get(), "x", 1) == -1);
  CHECK(ask(2).error == EISDIR);
  CHECK(ask(3).error == EINVAL);
}

TEST_CASE("process/configured_files: a socket of the list comes connected, a link to one does not") {
  test::ScratchFolder scratch;
  std::string path = scratch.path() + "/filter.sock", link = scratch.path() + "/link";
  std::filesystem::create_symlink(path, link);
  UniqueFd listener = test::bound_local_socket(path);
  process::HelperTable table;
  table.files = {path, link};
  test::HelperProcess helper(table, process::HelperRights::receiving);
  CHECK_MESSAGE(ask_configured(helper.socket(), 0).error == ECONNREFUSED, "nobody listens");
  REQUIRE(::listen(listener.get(), 1) == 0);
  OpenedFile connection = ask_configured(helper.socket(), 0);
  REQUIRE(connection.fd.valid());
  UniqueFd accepted(::accept(listener.get(), nullptr, nullptr));
  REQUIRE(write_all(accepted.get(), "hello").ok());
  accepted.reset();
  CHECK(*read_all(connection.fd.get(), 100) == "hello");
  CHECK(ask_configured(helper.socket(), 1).error == ENXIO);
}
