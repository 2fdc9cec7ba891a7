// Control files of real sendmail survive reading and writing to the byte; bad ones are told apart.
#include <doctest/doctest.h>

#include <filesystem>

#include "lib/base/posix.h"
#include "sendmaild/queue/qf_read.h"
#include "sendmaild/queue/qf_write.h"

using namespace sm;
using namespace sm::queue;

namespace {
std::string in_envelope(const std::string& lines) { return "V8\nT10\nK0\nN0\nP5\n" + lines; }
}  // namespace

TEST_CASE("queue/qf: control files of sendmail are the same after reading and writing") {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SM_SOURCE_DIR "/tests/golden/qf/written")) {
    CAPTURE(entry.path().string());
    ++files;
    std::string text = *read_file(entry.path().string());
    QfParse parsed = parse_qf(text, "qf");
    REQUIRE(!parsed.problem);
    CHECK(format_qf(parsed.contents) == text);
    // The same through the envelope, which is what a delivery attempt does.
    config::Config config;
    config.classes.add("persistentMacros", "{daemon_flags}");
    macros::MacroTable globals;
    macros::MacroScope outer(globals);
    message::Envelope envelope = to_envelope(parsed.contents, "6AM4R8Rk009037", &outer, config);
    CHECK(format_qf(to_contents(envelope, config)) == text);
  }
  CHECK(files >= 5);
}

TEST_CASE("queue/qf: damaged files are incomplete or bogus, never half read") {
  struct Row {
    const char* what;
    std::string text;
    bool problem;
    QfProblem::Kind kind;
  };
  using Kind = QfProblem::Kind;
  const Row rows[] = {
      {"complete", in_envelope("S<a@b>\nRPFD:<c@d>\nH??Subject: x\n.\n"), false, Kind::bogus},
      {"no end", in_envelope("S<a@b>\nRPFD:<c@d>\n"), true, Kind::incomplete},
      {"end without newline", in_envelope("S<a@b>\n."), true, Kind::incomplete},
      {"nothing", "", true, Kind::incomplete},
      {"newer version", "V9\nS<a@b>\n.\n", true, Kind::bogus},
      {"unknown letter", in_envelope("wrong\n.\n"), true, Kind::bogus},
      {"text behind the end", in_envelope("S<a@b>\n.\nRPFD:<c@d>\n"), true, Kind::bogus},
      {"a mailbox", "From lee Mon\n", true, Kind::bogus},
      {"body type", in_envelope("Bx\nS<a@b>\n.\n"), true, Kind::bogus},
      {"relative data directory", in_envelope("dx\nS<a@b>\n.\n"), true, Kind::bogus},
      {"header without colon", in_envelope("S<a@b>\nH??x\n.\n"), true, Kind::bogus},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    QfParse parsed = parse_qf(row.text, "qf");
    CHECK(parsed.problem.has_value() == row.problem);
    if (parsed.problem) CHECK(parsed.problem->kind == row.kind);
  }
}

TEST_CASE("queue/qf: nothing from outside starts a line of its own") {
  config::Config config;
  macros::MacroTable globals;
  macros::MacroScope outer(globals);
  message::Envelope envelope(&outer);
  envelope.sender = "<a@b\nRPFD:<evil@x>>";
  envelope.status_message = "one\n.\nRPFD:two";
  message::Recipient recipient;
  recipient.address = "<c@d>\r\n.\n";
  envelope.recipients.push_back(recipient);
  message::HeaderField field;
  field.name = "Subject";
  field.value = " x\nRPFD:<evil@x>\n.\n\x81g";
  envelope.headers.append(field);
  QfParse parsed = parse_qf(format_qf(to_contents(envelope, config)), "qf");
  REQUIRE(!parsed.problem);
  REQUIRE(parsed.contents.recipients.size() == 1);
  CHECK(parsed.contents.recipients[0].address == "<c@d>  . ");
  REQUIRE(parsed.contents.headers.size() == 1);
  CHECK(parsed.contents.headers[0].value == " x\n\tRPFD:<evil@x>\n\t.\n\t\x81g");
  CHECK(!parsed.contents.headers[0].encoded);
}
