// The set of maps: opening, failing, replacing, and what is done to keys and failures on the way.
#include "sendmaild/maps/map_set.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <thread>

#include "tests/unit/sendmaild/maps/maps_fixture.h"

using namespace sm;
using mapfile::FileType;
using maps::MapAnswer;

TEST_CASE("maps/map_set: databases of every type are read, with NUL or without") {
  for (FileType type : {FileType::hash, FileType::btree, FileType::cdb, FileType::lmdb}) {
    for (bool with_null : {false, true}) {
      test::MapsFixture fixture;
      std::string name(mapfile::info(type).name);
      CAPTURE(name);
      fixture.build("m", type, "Key value of %1\n", with_null);
      fixture.configure("V10\nKm " + name + " @DIR@/m\nKn " + name + " -N @DIR@/m\nKo " + name + " -O @DIR@/m\nKi implicit @DIR@/m\n");
      CHECK(fixture.value("m", "KEY", {"x"}) == "value of x");
      CHECK(fixture.value("n", "key", {"x"}) == (with_null ? "value of x" : "-"));
      CHECK(fixture.value("o", "key", {"x"}) == (with_null ? "-" : "value of x"));
      if (type != FileType::btree) CHECK(fixture.value("i", "key", {"x"}) == "value of x");
    }
  }
}

TEST_CASE("maps/map_set: a replaced file is seen at the next question") {
  test::MapsFixture fixture;
  fixture.build("m", FileType::hash, "a one\n");
  fixture.configure("V10\nKm hash @DIR@/m\n");
  CHECK(fixture.value("m", "a") == "one");
  fixture.build("m", FileType::hash, "a two\n");
  CHECK(fixture.value("m", "a") == "two");
  std::filesystem::remove(fixture.path("m.db"));
  CHECK(fixture.value("m", "a") == "!");
}

TEST_CASE("maps/map_set: a map that cannot be opened fails for now, says so once, and is nothing with -o") {
  test::MapsFixture fixture;
  fixture.configure("V10\nKm hash @DIR@/m\nKo hash -o @DIR@/m\nKt hash -T<TMP> @DIR@/m\nKf hash -t @DIR@/m\n");
  MapAnswer answer = fixture.ask("m", "a");
  CHECK(answer.kind == MapAnswer::Kind::temporary_failure);
  CHECK(answer.status == ExitStatus::temp_fail);
  CHECK(answer.message == fixture.here("hash map \"m\": missing map file @DIR@/m.db: No such file or directory"));
  CHECK(fixture.ask("m", "a").message.empty());
  CHECK(fixture.value("o", "a") == "-");
  CHECK(!fixture.maps->is_open("o"));
  CHECK(fixture.value("t", "a") == "a<TMP>");
  CHECK(fixture.ask("f", "a").kind == MapAnswer::Kind::absent);
  CHECK(fixture.ask("nosuch", "a").status == ExitStatus::config);
}

TEST_CASE("maps/map_set: a trace hears what it wants, the message of a failed opening in its place") {
  struct Lines final : sm::maps::MapTrace {
    explicit Lines(int wanted) : level(wanted) {}
    bool wants_note(int category, int asked) const override { return category == kCategory && asked <= level; }
    void note(int, int, std::string_view line) override { text += std::string(line) + "|"; }
    void message(std::string_view line) override { text += "! " + std::string(line) + "|"; }
    int level;
    std::string text;
  };
  test::MapsFixture fixture;
  fixture.build("m", FileType::hash, "a one\n");
  struct Row {
    int level;
    const char* map;
    const char* heard;
  };
  const Row rows[] = {
      {1, "m", ""},
      {2, "m", "hash_map_open(m, @DIR@/m, 0)|"},
      {20, "m", "hash_map_open(m, @DIR@/m, 0)|openmap()\thash:m @DIR@/m: valid|db_map_lookup(m, a)|"},
      {4, "x", "bt_map_open(x, @DIR@/x, 0)|\tmissing map file: No such file or directory|"
               "! btree map \"x\": missing map file @DIR@/x.db: No such file or directory|openmap()\tbtree:x @DIR@/x: invalid|"},
      {4, "o", "hash_map_open(o, @DIR@/x, 0)|\tmissing map file: No such file or directory|"
               "openmap()\thash:o @DIR@/x: invalid: No such file or directory|"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.level);
    CAPTURE(row.map);
    fixture.configure("V10\nKm hash @DIR@/m\nKx btree @DIR@/x\nKo hash -o @DIR@/x\n");
    Lines lines(row.level);
    sm::maps::MapContext context;
    context.trace = &lines;
    MapAnswer answer = fixture.maps->lookup(row.map, {"a", {}, true}, context);
    CHECK(lines.text == fixture.here(row.heard));
    CHECK(answer.message.empty());
  }
}

TEST_CASE("maps/map_set: quotes come off the keys of rulesets unless -q") {
  test::MapsFixture fixture;
  fixture.build("m", FileType::hash, "foo bare\n\"foo\" quoted\na\"b escaped\n");
  fixture.configure("V10\nKm hash @DIR@/m\nKq hash -q @DIR@/m\n");
  CHECK(fixture.value("m", "\"foo\"") == "bare");
  CHECK(fixture.value("m", "a\\\"b") == "escaped");
  CHECK(fixture.value("q", "\"foo\"") == "quoted");
}

TEST_CASE("maps/map_set: -D waits in delivery mode d") {
  test::MapsFixture fixture;
  fixture.build("m", FileType::hash, "a b\n");
  fixture.configure("V10\nKm hash -D -T<TMP> @DIR@/m\nKhost host -a.\n");
  CHECK(fixture.value("m", "a") == "b");
  fixture.delivery_mode = 'd';
  CHECK(fixture.value("m", "a") == "!");
}

TEST_CASE("maps/map_set: macro, class, arith and sequences") {
  test::MapsFixture fixture;
  fixture.build("one", FileType::hash, "a 1\n");
  fixture.build("two", FileType::hash, "a 2\nb two\n");
  fixture.configure("V10\nCwfoo.example\nKst macro\nKcl class w\nKar arith\nKone hash @DIR@/one\nKtwo hash @DIR@/two\n"
                    "Kgone hash @DIR@/gone\nKseq sequence one two\nKsick sequence gone two\n");
  CHECK(fixture.value("st", "{x}", {"a\x81g"}) == "");
  CHECK(fixture.macros.value("x") == "a\x81g");
  CHECK(fixture.value("st", "{x}") == "");
  CHECK(fixture.macros.value("x") == "");
  CHECK(fixture.value("cl", "FOO.example") == "FOO.example");
  CHECK(fixture.value("cl", "bar") == "-");
  CHECK(fixture.value("ar", "+", {"0x10", "010"}) == "24");
  CHECK(fixture.value("ar", "/", {"1", "0"}) == "-");
  CHECK(fixture.value("ar", "%", {"-9223372036854775808", "-1"}) == "-");
  CHECK(fixture.value("ar", "r", {"3", "3"}) == "3");
  CHECK(fixture.value("seq", "a") == "1");
  CHECK(fixture.value("seq", "b") == "two");
  CHECK(fixture.value("seq", "c") == "-");
  CHECK(fixture.value("sick", "a") == "2");
  CHECK(fixture.value("sick", "c") == "!");
  CHECK(!fixture.maps->may_block("seq"));
}

TEST_CASE("maps/map_set: many threads share the maps") {
  test::MapsFixture fixture;
  std::string source;
  for (int i = 0; i < 1000; i++) source += "key" + std::to_string(i) + " " + std::to_string(i) + "\n";
  fixture.build("m", FileType::hash, source);
  fixture.configure("V10\nKm hash @DIR@/m\n");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; t++) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; i++) {
        maps::MapContext context;
        std::string key = "key" + std::to_string(i);
        if (fixture.maps->lookup("m", {key, {}, true}, context).value != std::to_string(i)) wrong++;
      }
    });
  }
  for (int i = 0; i < 5; i++) fixture.build("m", FileType::hash, source);
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

namespace {

// Answers each connection's requests with the replies given, one connection after the other.
void serve(int listener, const std::vector<std::string>& replies) {
  for (const std::string& reply : replies) {
    UniqueFd peer(::accept(listener, nullptr, nullptr));
    char request[512];
    ssize_t got = ::recv(peer.get(), request, sizeof(request), 0);
    if (got > 0) CHECK(write_all(peer.get(), reply).ok());
  }
}

}  // namespace

TEST_CASE("maps/map_set: socket maps") {
  test::MapsFixture fixture;
  UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  fixture.path("sock").copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE(::listen(listener.get(), 10) == 0);
  std::thread server([&] {
    serve(listener.get(), {"10:OK value x,", "9:NOTFOUND ,", "5:TEMP ,", "9:PERM nope,", "3:WAT,"});
  });
  fixture.configure("V10\nKs socket local:@DIR@/sock\n");
  CHECK(fixture.value("s", "a") == "value x");
  CHECK(fixture.value("s", "a") == "-");
  CHECK(fixture.value("s", "a") == "!");
  CHECK(fixture.ask("s", "a").status == ExitStatus::unavailable);
  CHECK(fixture.ask("s", "a").status == ExitStatus::protocol);
  server.join();
}

TEST_CASE("maps/map_set: stab, userdb, switch and program") {
  test::MapsFixture fixture;
  fixture.write("aliases", "# c\nRoot: alice,\n\tbob\nx: y\n");
  fixture.build("udb", FileType::btree, "joe:maildrop joe@host\n");
  fixture.build("files", FileType::hash, "k v\n");
  fixture.write("switch", "mine files\n");
  fixture.configure("V10\nO UserDatabaseSpec=@DIR@/udb\nO ServiceSwitchFile=@DIR@/switch\nKst stab @DIR@/aliases\n"
                    "Ku userdb maildrop\nKsw switch mine\nKsw.files hash @DIR@/files\nKp program /bin/echo got\n");
  CHECK(fixture.value("st", "ROOT") == "alice,\tbob");
  CHECK(fixture.value("u", "Joe") == "joe@host");
  CHECK(fixture.value("u", "jim") == "-");
  CHECK(fixture.value("sw", "k") == "v");
  CHECK(fixture.value("p", "a b;c") == "got a b;c");
}

TEST_CASE("maps/user_database: a user with a maildrop and no mailname gets the default domain") {
  test::MapsFixture fixture;
  fixture.build("udb", FileType::btree,
                "joe:maildrop joe@host\njoe:mailname J.Doe\njim:maildrop jim@host\n:default:mailname example.org\nann:office 1\n");
  fixture.configure("V10\nO UserDatabaseSpec=@DIR@/none, @DIR@/udb\nKn userdb mailname\nKf userdb -f mailname\nKd userdb maildrop\n");
  struct Row {
    const char* map;
    const char* key;
    const char* value;
  };
  const Row rows[] = {{"n", "Joe", "J.Doe"},       {"n", "jim", "jim@example.org"}, {"n", "ann", "-"},
                      {"n", "nobody", "-"},        {"n", ":default", "-"},          {"f", "Joe", "-"},
                      {"d", ":default", "-"},      {"d", "joe", "joe@host"}};
  for (const Row& row : rows) {
    CAPTURE(row.map);
    CAPTURE(row.key);
    CHECK(fixture.value(row.map, row.key) == row.value);
  }
}

TEST_CASE("maps/program: what a program says on stderr is no answer") {
  test::MapsFixture fixture;
  fixture.write("talks", "#!/bin/sh\necho warning >&2\necho answer\n");
  // As root the map runs it as another user.
  for (const std::string& path : {fixture.folder(), fixture.path("talks")}) REQUIRE(::chmod(path.c_str(), 0755) == 0);
  fixture.configure("V10\nKp program @DIR@/talks\n");
  CHECK(fixture.value("p", "x") == "answer");
}

TEST_CASE("maps/nis: loads, and answers \"not now\"; with -o it is not there") {
  test::MapsFixture fixture;
  fixture.configure("V10\nKn nis some.map\nKo nis -o some.map\nKp nisplus some.map\n");
  CHECK(fixture.value("n", "x") == "!");
  CHECK(fixture.value("o", "x") == "-");
  CHECK(fixture.value("p", "x") == "!");
  CHECK(fixture.ask("n", "x").message.empty());
}
