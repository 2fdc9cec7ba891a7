// What a root process accepts from an unprivileged one: a record survives the way there and back, and everything that
// is cut, too long or not a record is refused.
#include "sendmaild/process/helper_record.h"

#include <doctest/doctest.h>

#include <cstring>

using sm::process::decode;
using sm::process::encode;
using sm::process::HelperRecord;
using sm::queue::FileKind;
using sm::queue::QueueFile;
using Kind = sm::process::HelperRecord::Kind;

namespace {

HelperRecord a_record() {
  HelperRecord record;
  record.kind = HelperRecord::Kind::run_mailer;
  record.number = 3;
  record.uid = 1000;
  record.gid = 100;
  record.user = "lee";
  record.argv = {"procmail", "-d", "lee"};
  record.directories = {"/home/lee", "/"};
  return record;
}

}  // namespace

TEST_CASE("process/helper_record: a record comes out as it went in") {
  auto back = decode(encode(a_record()));
  REQUIRE(back.has_value());
  CHECK(back->kind == HelperRecord::Kind::run_mailer);
  CHECK(back->number == 3);
  CHECK(back->uid == 1000);
  CHECK(back->gid == 100);
  CHECK(back->user == "lee");
  CHECK(back->argv == std::vector<std::string>{"procmail", "-d", "lee"});
  CHECK(back->directories == std::vector<std::string>{"/home/lee", "/"});
}

TEST_CASE("process/helper_record: files of the queue go by folder, kind and id") {
  HelperRecord record;
  record.kind = Kind::link;
  record.file = QueueFile{2, FileKind::data, "6AM4R8Rk009037"};
  record.target = QueueFile{5, FileKind::data, "6AM4R8Rl009037"};
  record.mode = 0640;
  auto back = decode(encode(record));
  REQUIRE(back.has_value());
  CHECK(back->kind == Kind::link);
  CHECK(back->file.folder == 2);
  CHECK(back->file.name() == "df6AM4R8Rk009037");
  CHECK(back->target.folder == 5);
  CHECK(back->target.name() == "df6AM4R8Rl009037");
  CHECK(back->mode == 0640);
}

TEST_CASE("process/helper_record: only what is a queue file's name is accepted") {
  struct Row {
    const char* what;
    std::string id;
    bool accepted;
  };
  const Row rows[] = {
      {"an id", "6AM4R8Rk009037", true},
      {"an id of a large process id", "6AM4R8Rk4194303", true},
      {"nothing", "", false},
      {"too short", "6AM4R8R", false},
      {"too long", "6AM4R8Rk00903700000", false},
      {"another folder", "../../etc/passwd", false},
      {"a path", "/etc/passwd123", false},
      {"a slash in the middle", "6AM4R8Rk/09037", false},
      {"dots", "..............", false},
      {"a dot", "6AM4R8Rk00903.", false},
      {"a NUL", std::string("6AM4R8Rk\0" "09037", 14), false},
      {"a newline", "6AM4R8Rk00903\n", false},
      {"a byte above ASCII", "6AM4R8Rk00903\xe9", false},
  };
  for (Kind kind : {Kind::create, Kind::open, Kind::take, Kind::look, Kind::rename, Kind::remove, Kind::link}) {
    for (const Row& row : rows) {
      CAPTURE(row.what);
      CAPTURE(static_cast<uint32_t>(kind));
      HelperRecord record;
      record.kind = kind;
      record.file.id = row.id;
      if (kind == Kind::link) record.target.id = "6AM4R8Rl009037";
      CHECK(!encode(record).empty() == row.accepted);
      if (kind != Kind::link) continue;
      record.file.id = "6AM4R8Rl009037";
      record.target.id = row.id;
      CHECK(!encode(record).empty() == row.accepted);
    }
  }
}

TEST_CASE("process/helper_record: a kind of file or record that does not exist is refused") {
  HelperRecord record;
  record.kind = Kind::rename;
  record.file.id = "6AM4R8Rk009037";
  std::string bytes = encode(record);
  REQUIRE(!bytes.empty());
  // Header words: kind is the second, the kinds of file and target the eleventh and thirteenth.
  struct Row {
    const char* what;
    size_t word;
    uint32_t value;
  };
  const Row rows[] = {{"no record", 1, 0},       {"record of the future", 1, 12}, {"file kind NUL", 10, 0},
                      {"file kind slash", 10, '/'}, {"file kind a", 10, 'a'},        {"file kind beyond a byte", 10, 0x171},
                      {"target kind dot", 12, '.'}, {"target kind beyond a byte", 12, 0x100 + 'q'}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::string changed = bytes;
    std::memcpy(changed.data() + row.word * sizeof row.value, &row.value, sizeof row.value);
    CHECK_FALSE(decode(changed).has_value());
  }
}

TEST_CASE("process/helper_record: a record holds nothing that its kind does not need") {
  struct Row {
    const char* what;
    HelperRecord record;
  };
  auto record = [](Kind kind, auto change) {
    HelperRecord made;
    made.kind = kind;
    change(made);
    return made;
  };
  const Row rows[] = {
      {"a mailer without arguments", record(Kind::run_mailer, [](HelperRecord&) {})},
      {"a mailer with a path", record(Kind::run_mailer, [](HelperRecord& r) { r.argv = {"x"}; r.path = "/bin/sh"; })},
      {"a mailer with a queue file", record(Kind::run_mailer, [](HelperRecord& r) { r.argv = {"x"}; r.file.id = "6AM4R8Rk009037"; })},
      {"no path to open", record(Kind::open_file, [](HelperRecord&) {})},
      {"a configured file with a path", record(Kind::open_configured, [](HelperRecord& r) { r.path = "/etc/shadow"; })},
      {"a queue file with a path", record(Kind::open, [](HelperRecord& r) { r.file.id = "6AM4R8Rk009037"; r.path = "/etc/shadow"; })},
      {"a folder with an id", record(Kind::list, [](HelperRecord& r) { r.file.id = "6AM4R8Rk009037"; })},
      {"a removal with a target", record(Kind::remove, [](HelperRecord& r) { r.file.id = r.target.id = "6AM4R8Rk009037"; })},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(encode(row.record).empty());
  }
}

TEST_CASE("process/helper_record: no prefix of a record and no record with a tail is accepted") {
  std::string bytes = encode(a_record());
  for (size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decode(bytes.substr(0, size)).has_value());
  }
  CHECK_FALSE(decode(bytes + "x").has_value());
}

TEST_CASE("process/helper_record: words that cannot be arguments are refused by the encoder already") {
  HelperRecord record = a_record();
  record.argv.push_back(std::string("a\0b", 3));
  CHECK(encode(record).empty());
  record = a_record();
  record.argv.push_back(std::string(sm::process::kHelperWordLimit + 1, 'x'));
  CHECK(encode(record).empty());
  record = a_record();
  record.argv.assign(sm::process::kHelperWordsLimit + 1, "x");
  CHECK(encode(record).empty());
}
