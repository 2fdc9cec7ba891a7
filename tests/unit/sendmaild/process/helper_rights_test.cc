// Least rights: what a receiver that has been taken over may still ask for.
#include "sendmaild/process/helper_rights.h"

#include <doctest/doctest.h>

using namespace sm::process;
using sm::queue::FileKind;
using Kind = HelperRecord::Kind;

TEST_CASE("process/helper_rights: a receiver commits and takes back its own messages, nothing else") {
  constexpr pid_t kPid = 9037;
  const std::string own = "6AM4R8Rk009037", foreign = "6AM4R8Rk009038", longer = "6AM4R8Rk9009037";
  struct Row {
    const char* what;
    Kind kind;
    FileKind file;
    FileKind target;
    std::string id;
    bool allowed;
  };
  const FileKind none = FileKind::ready;
  const Row rows[] = {
      {"make a body", Kind::create, FileKind::data, none, own, true},
      {"make a control file", Kind::create, FileKind::temporary, none, own, true},
      {"make it in place", Kind::create, FileKind::ready, none, own, false},
      {"make somebody else's body", Kind::create, FileKind::data, none, foreign, false},
      {"make one of a process with a longer id", Kind::create, FileKind::data, none, longer, false},
      {"commit", Kind::rename, FileKind::temporary, FileKind::ready, own, true},
      {"commit a held message", Kind::rename, FileKind::temporary, FileKind::quarantined, own, true},
      {"commit over somebody else's", Kind::rename, FileKind::temporary, FileKind::ready, foreign, false},
      {"release a held message", Kind::rename, FileKind::quarantined, FileKind::ready, own, false},
      {"lose a message", Kind::rename, FileKind::ready, FileKind::lost, own, false},
      {"take back", Kind::remove, FileKind::ready, none, own, true},
      {"take back a body", Kind::remove, FileKind::data, none, own, true},
      {"remove somebody else's", Kind::remove, FileKind::ready, none, foreign, false},
      {"read", Kind::open, FileKind::data, none, own, false},
      {"lock", Kind::take, FileKind::ready, none, own, false},
      {"look", Kind::look, FileKind::data, none, own, false},
      {"link", Kind::link, FileKind::data, FileKind::data, own, false},
      {"list the queue", Kind::list, none, none, "", false},
      {"run a mailer", Kind::run_mailer, none, none, "", false},
      {"open a user's file", Kind::open_file, none, none, "", false},
      {"read a map", Kind::open_configured, none, none, "", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    HelperRecord record;
    record.kind = row.kind;
    record.file.kind = row.file;
    record.file.id = row.id;
    record.target.kind = row.target;
    CHECK(is_allowed(record, HelperRights::receiving, kPid) == row.allowed);
    CHECK(is_allowed(record, HelperRights::delivering, kPid));
  }
}

TEST_CASE("process/helper_rights: root's rights read root's .forward files and nothing else") {
  struct Row {
    const char* what;
    const char* path;
    uint32_t for_appending;
    bool allowed;
  };
  const Row rows[] = {
      {"his .forward", "/root/.forward", 0, true},
      {"one for this host", "/root/.forward.mail", 0, true},
      {"written to", "/root/.forward", 1, false},
      {"another file of his", "/root/.bashrc", 0, false},
      {"below a folder", "/root/.forward.d/x", 0, false},
      {"out of his home", "/root/.forward/../../etc/shadow", 0, false},
      {"another home", "/home/lee/.forward", 0, false},
      {"a home of a like name", "/root2/.forward", 0, false},
      {"nothing", "", 0, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    HelperRecord record;
    record.kind = Kind::open_file;
    record.path = row.path;
    record.for_appending = row.for_appending;
    CHECK(is_forward_of_root(record, "/root") == row.allowed);
    CHECK(!is_forward_of_root(record, ""));
  }
}
