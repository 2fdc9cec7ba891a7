// Messages come out for a mailer as they do from sendmail (tests/golden/mime), and 8-bit text goes where it may.
#include "sendmaild/message/write_message.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>

#include "lib/base/clock.h"
#include "lib/base/posix.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/header_parse.h"
#include "tests/support/mail_config.h"

using namespace sm;
using namespace sm::message;

namespace {

struct Variant {
  const char* flags;
  config::EightBitMode mode;
  int line_limit = 0;
  const char* eol = "\n";
};

const std::map<std::string, Variant> kVariants = {
    {"7", {"lsDFMAwqSPfhn7", config::EightBitMode::mimefy}},
    {"7p", {"lsDFMAwqSPfhn7", config::EightBitMode::pass}},
    {"7E", {"lsDFMAwqSPfhn7E", config::EightBitMode::mimefy}},
    {"73", {"lsDFMAwqSPfhn73", config::EightBitMode::mimefy}},
    {"m", {"lsDFMAwqSPfhn", config::EightBitMode::mimefy}},
    {"p", {"lsDFMAwqSPfhn", config::EightBitMode::pass}},
    {"9", {"lsDFMAwqSPfhn9", config::EightBitMode::pass}},
    {"9E", {"lsDFMAwqSPfhn9E", config::EightBitMode::pass}},
    {"plain", {"lsDFMAwqSPfhn", config::EightBitMode::pass}},
    {"E", {"lsDFMAwqSPfhnE", config::EightBitMode::pass}},
    {"b", {"lsDFMAwqSPfhnb", config::EightBitMode::pass}},
    {"X", {"lsDFMAwqSPfhnX", config::EightBitMode::pass}},
    {"6", {"lsDFMAwqSPfhn6", config::EightBitMode::pass}},
    {"L60", {"lsDFMAwqSPfhn", config::EightBitMode::pass, 60}},
    {"crlf", {"lsDFMAwqSPfhn", config::EightBitMode::pass, 0, "\r\n"}},
    {"From", {"lsDFMAwqSPfh", config::EightBitMode::pass}},
    {"minus", {"lsAwqSfhn", config::EightBitMode::pass}},
};

// The id and the time of the golden message, taken from its Received field.
std::string id_of(const std::string& golden) {
  size_t at = golden.find(" id ") + 4;
  return golden.substr(at, 14);
}
TimePoint time_of(const std::string& golden) {
  std::tm parts{};
  REQUIRE(::strptime(golden.c_str() + golden.find("; Sun") + 2, "%a, %d %b %Y %H:%M:%S", &parts) != nullptr);
  return from_seconds(::timegm(&parts));
}

std::string all_of(MessageText& text) {
  std::string out;
  for (;;) {
    Result<std::string> piece = text.next();
    REQUIRE(piece.ok());
    if (piece->empty()) return out;
    out += *piece;
  }
}

// An arriving message: header and body apart, defaults added.
struct Arrived {
  config::Config config = test::mail_config();
  macros::MacroScope globals{config.macros};
  Envelope envelope{&globals};
  BodyFile body;

  Arrived(const std::string& text, const std::string& id, TimePoint when) {
    envelope.id = id;
    envelope.macros.set("i", id);
    envelope.macros.set("g", "lee");
    envelope.macros.set("_", "root@localhost");
    envelope.created = when;
    envelope.sender = "lee";
    envelope.recipients.resize(1);
    envelope.recipients[0].address = "root";
    HeaderCollector collector{HeaderRules()};
    std::string rest;
    // In small pieces, as a network would bring them.
    for (size_t at = 0; at < text.size(); at += 7) collector.feed(text.substr(at, 7), rest);
    collector.finish(rest);
    envelope.has_8bit = collector.saw_8bit();
    for (char c : rest) envelope.has_8bit = envelope.has_8bit || static_cast<unsigned char>(c) >= 0x80;
    envelope.headers = collector.take();
    body = BodyFile::from_text(rest);
    note_header_facts(envelope, config);
    add_default_headers(envelope, config);
  }
};

}  // namespace

TEST_CASE("message/write_message: mailers get what sendmail gives them") {
  ::setenv("TZ", "UTC", 1);
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SM_SOURCE_DIR "/tests/golden/mime")) {
    if (entry.path().extension() != ".out") continue;
    ++files;
    std::string stem = entry.path().stem().string();
    CAPTURE(stem);
    std::string name = stem.substr(0, stem.find('.'));
    const Variant& variant = kVariants.at(stem.substr(stem.find('.') + 1));
    std::string golden = *read_file(entry.path().string());
    Arrived arrived(*read_file(SM_SOURCE_DIR "/tests/golden/mime/" + name + ".in"), id_of(golden), time_of(golden));
    config::Mailer mailer = test::mailer("local", variant.flags);
    mailer.line_limit = variant.line_limit;
    macros::MacroScope delivery(&arrived.envelope.macros);
    delivery.set("d", ctime_date(arrived.envelope.created));
    MessageForm form;
    form.config = &arrived.config;
    form.mailer = &mailer;
    form.macros = &delivery;
    form.eol = variant.eol;
    form.dot_stuffing = mailer.flags.has('X');
    form.eight_bit = plan_eight_bit(arrived.envelope, mailer, variant.mode, PeerEightBit::not_smtp);
    REQUIRE(form.eight_bit != EightBitPlan::refuse_mailer);
    auto text = MessageText::create(arrived.envelope, arrived.body, form);
    REQUIRE(text.ok());
    CHECK(all_of(**text) == golden);
  }
  CHECK(files > 30);
}

TEST_CASE("message/write_message: what is done about 8-bit text") {
  struct Row {
    const char* what;
    const char* flags;
    config::EightBitMode mode;
    PeerEightBit peer;
    bool eight, mime, dont;
    EightBitPlan plan;
  };
  using Mode = config::EightBitMode;
  using Plan = EightBitPlan;
  const Row rows[] = {
      {"7-bit text", "7", Mode::pass, PeerEightBit::no, false, true, false, Plan::pass},
      {"7-bit mailer, MIME", "7", Mode::pass, PeerEightBit::not_smtp, true, true, false, Plan::to_seven_bit},
      {"7-bit mailer, unlabelled, m", "7", Mode::mimefy, PeerEightBit::not_smtp, true, false, false, Plan::to_seven_bit},
      {"7-bit mailer, unlabelled, p", "7", Mode::pass, PeerEightBit::not_smtp, true, false, false, Plan::refuse_mailer},
      {"7-bit mailer, old Content-Type", "7", Mode::mimefy, PeerEightBit::not_smtp, true, false, true, Plan::refuse_mailer},
      {"peer without, MIME", "", Mode::pass, PeerEightBit::no, true, true, false, Plan::to_seven_bit},
      {"peer without, unlabelled, p", "", Mode::pass, PeerEightBit::no, true, false, false, Plan::pass},
      {"peer without, unlabelled, m", "", Mode::mimefy, PeerEightBit::no, true, false, false, Plan::to_seven_bit},
      {"peer without, old Content-Type, m", "", Mode::mimefy, PeerEightBit::no, true, false, true, Plan::refuse_peer},
      {"peer without, F=8", "8", Mode::mimefy, PeerEightBit::no, true, true, false, Plan::pass},
      {"peer with, MIME", "", Mode::mimefy, PeerEightBit::yes, true, true, false, Plan::pass},
      {"peer with, unlabelled, m", "", Mode::mimefy, PeerEightBit::yes, true, false, false, Plan::label},
  };
  config::Config config = test::mail_config();
  macros::MacroScope globals(config.macros);
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Envelope envelope(&globals);
    envelope.has_8bit = row.eight;
    envelope.is_mime = row.mime;
    envelope.dont_mime = row.dont;
    if (row.mime) envelope.headers.append(HeaderField{"MIME-Version", " 1.0", "", "", false, false});
    CHECK(plan_eight_bit(envelope, test::mailer("m", row.flags), row.mode, row.peer) == row.plan);
  }
}

TEST_CASE("message/write_message: UUCP From_ line, Bcc and a body in a file") {
  ::setenv("TZ", "UTC", 1);
  Arrived arrived("Subject: x\nBcc: secret@x\n\nbody\n", "6AM4R8Rk009037", from_seconds(1795320369));
  config::Mailer mailer = test::mailer("uucp", "U");
  macros::MacroScope delivery(&arrived.envelope.macros);
  MessageForm form;
  form.config = &arrived.config;
  form.mailer = &mailer;
  form.macros = &delivery;
  delivery.set("k", "here");
  for (const auto& [sender, line] : std::map<std::string, std::string>{
           {"lee", "From lee  Sun Nov 22 04:06:09 2026 remote from here"},
           {"host!lee", "From lee  Sun Nov 22 04:06:09 2026 remote from host"},
           {"lee@naver.com", "From lee  Sun Nov 22 04:06:09 2026 remote from naver.com"}}) {
    CAPTURE(sender);
    delivery.set("g", sender);
    CHECK(unix_from_line(arrived.envelope, form) == line);
  }
  CHECK(header_text(arrived.envelope, form, {}).find("Bcc:\n") != std::string::npos);
  arrived.envelope.delete_bcc = true;
  CHECK(header_text(arrived.envelope, form, {}).find("Bcc") == std::string::npos);

  std::FILE* file = std::tmpfile();
  std::string large(300000, 'x');
  large += "\nlast";
  REQUIRE(write_all(::fileno(file), large).ok());
  BodyFile body = BodyFile::from_file(UniqueFd(::dup(::fileno(file))), 0, static_cast<int64_t>(large.size()));
  std::fclose(file);
  auto text = MessageText::create(arrived.envelope, body, form);
  REQUIRE(text.ok());
  CHECK(all_of(**text).ends_with("\n" + large + "\n"));
}
