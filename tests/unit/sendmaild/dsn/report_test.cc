// Reports are the same to the byte as those of sendmail for the same mishaps (tests/golden/dsn).
#include "sendmaild/dsn/report.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "lib/base/posix.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/header_parse.h"
#include "sendmaild/message/write_message.h"
#include "tests/support/mail_config.h"

using namespace sm;
using namespace sm::dsn;
using message::Recipient;

namespace {

struct Case {
  config::Config config = test::mail_config();
  macros::MacroScope globals{config.macros};
  message::Envelope original{&globals};
  message::BodyFile body = message::BodyFile::from_text("hello\n");
  queue::Transcript transcript;
  ReportRequest request;
  std::string new_id;
  int64_t now = 1795322644;

  Case() { ::setenv("TZ", "UTC", 1); }

  // The message that was sent, its header completed as at its arrival.
  void arrived(const char* id, int64_t when, const char* sender, const char* header) {
    original.id = id;
    original.macros.set("i", id);
    original.created = from_seconds(when);
    original.sender = sender;
    original.macros.set("g", sender);
    original.macros.set("_", "root@localhost");
    if (std::string(sender) == "root") original.macros.set("x", "root");
    original.headers = message::parse_message(std::string(header) + "\n").header;
    message::note_header_facts(original, config);
    message::add_default_headers(original, config);
  }
  Recipient& to(const char* address, size_t mailer) {
    Recipient recipient;
    recipient.address = address;
    recipient.mailer = &config.mailers.at(mailer);
    original.recipients.push_back(recipient);
    return original.recipients.back();
  }
  Recipient& unknown(const char* address) {
    Recipient& recipient = to(address, 0);
    fail_unknown(recipient);
    return recipient;
  }
  void fail_unknown(Recipient& recipient) {
    recipient.mailer = config.mailers.data();
    recipient.state = Recipient::State::failed;
    recipient.enhanced = "5.1.1";
    recipient.status_text = "User unknown";
    recipient.remote_reply = "550 5.1.1 User unknown";
    recipient.final_recipient = "RFC822; " + recipient.address + "@mail.test.example";
  }
  void say(std::initializer_list<const char*> lines) {
    for (const char* line : lines) transcript.add(line);
  }
  Report made() {
    ReportParts parts;
    parts.config = &config;
    parts.globals = &globals;
    parts.original = &original;
    parts.body = &body;
    parts.transcript = &transcript;
    parts.new_id = new_id;
    parts.now = from_seconds(now);
    Result<std::optional<Report>> report = make_report(parts, request);
    REQUIRE(report.ok());
    REQUIRE(report->has_value());
    return **std::move(report);
  }
  // The report as the local mailer gets it.
  std::string delivered() {
    Report report = made();
    message::MessageForm form;
    form.config = &config;
    form.mailer = config.mailers.data();
    form.macros = &report.envelope.macros;
    auto text = message::MessageText::create(report.envelope, report.body, form);
    REQUIRE(text.ok());
    std::string out;
    for (;;) {
      std::string piece = *(*text)->next();
      if (piece.empty()) return out;
      out += piece;
    }
  }
};

std::string golden(const char* name) {
  return *read_file(SM_SOURCE_DIR "/tests/golden/dsn/" + std::string(name) + ".txt");
}

constexpr const char* kHeader = "Subject: hi\nTo: kim@daum.net\nX-Full: 1\n";

}  // namespace

TEST_CASE("dsn/report: a failure with one unknown user beside a good one") {
  Case c;
  c.to("nosuch", 0);
  c.to("root", 0).state = Recipient::State::delivered;
  c.arrived("6AM4i4qf005889", c.now, "root", kHeader);
  c.fail_unknown(c.original.recipients[0]);
  c.say({"550 5.1.1 nosuch... User unknown", "451 daum.net: Name server timeout"});
  c.new_id = "6AM4i4qg005889";
  c.request.message = "User unknown";
  CHECK(c.delivered() == golden("unk"));
}

TEST_CASE("dsn/report: a warning") {
  Case c;
  Recipient& kim = c.to("kim@[127.0.0.9]", 1);
  kim.state = Recipient::State::deferred;
  kim.final_recipient = "RFC822; kim@[127.0.0.9]";
  kim.enhanced = "4.4.1";
  kim.remote_mta = "[127.0.0.9]";
  c.to("root", 0);
  c.arrived("6AM4hxgb005860", 1795322639, "root", kHeader);
  c.original.recipients[1].state = Recipient::State::delivered;
  c.now = 1795322641;
  c.config.options.timeouts.queue_warn[config::TimeoutClass::normal] = std::chrono::seconds(1);
  Decision decision = decide(c.original, c.config, from_seconds(c.now));
  CHECK(decision.message == "Warning: could not send message for past 1 second");
  CHECK(!decision.finished);
  c.say({"451 daum.net: Name server timeout", "kim@[127.0.0.9]... Deferred: Connection refused by [127.0.0.9]"});
  for (const std::string& line : decision.transcript) c.transcript.add(line);
  c.new_id = "6AM4i1bZ005862";
  c.request = requests_for(c.original, decision, c.config).at(0);
  CHECK(c.delivered() == golden("warn"));
}

TEST_CASE("dsn/report: a message that could not be sent in time") {
  Case c;
  Recipient& kim = c.to("kim@[127.0.0.9]", 1);
  kim.state = Recipient::State::deferred;
  kim.final_recipient = "RFC822; kim@[127.0.0.9]";
  kim.enhanced = "4.4.1";
  kim.remote_mta = "[127.0.0.9]";
  c.arrived("6AM4i1sN005871", 1795322641, "root", kHeader);
  c.config.options.timeouts.queue_return[config::TimeoutClass::normal] = std::chrono::seconds(2);
  Decision decision = decide(c.original, c.config, from_seconds(c.now));
  CHECK(decision.finished);
  CHECK(decision.timed_out);
  c.say({"kim@[127.0.0.9]... Deferred: Connection refused by [127.0.0.9]"});
  for (const std::string& line : decision.transcript) c.transcript.add(line);
  c.new_id = "6AM4i4DI005873";
  c.request = requests_for(c.original, decision, c.config).at(0);
  CHECK(c.delivered() == golden("ret"));
}

TEST_CASE("dsn/report: a receipt") {
  Case c;
  Recipient& root = c.to("root", 0);
  root.final_recipient = "RFC822; root@mail.test.example";
  root.notify.given = root.notify.success = true;
  root.state = Recipient::State::delivered;
  root.delivered_to_mailbox = true;
  root.enhanced = "2.1.5";
  c.to("team2", 0).state = Recipient::State::expanded;
  c.arrived("6AM4i4Cx005879", c.now, "root", kHeader);
  c.original.envelope_id = "env1";
  c.say({"team2... expanded to multiple addresses", "451 daum.net: Name server timeout", "root... Successfully delivered",
         "451 daum.net: Name server timeout", "554 5.3.0 unknown mailer error 1"});
  c.new_id = "6AM4i4D0005879";
  Decision decision = decide(c.original, c.config, from_seconds(c.now));
  CHECK(decision.finished);
  c.request = requests_for(c.original, decision, c.config).at(0);
  CHECK(c.delivered() == golden("succ"));
}

TEST_CASE("dsn/report: a copy for the postmaster and a double bounce") {
  Case c;
  c.unknown("nosuch");
  c.arrived("6AM4i4nt005897", c.now, "root", kHeader);
  c.config.options.postmaster_copy = "pm";
  c.say({"550 5.1.1 nosuch... User unknown"});
  c.new_id = "6AM4i4nv005897";
  Decision decision = decide(c.original, c.config, from_seconds(c.now));
  CHECK(decision.message == "User unknown");
  std::vector<ReportRequest> requests = requests_for(c.original, decision, c.config);
  REQUIRE(requests.size() == 2);
  c.request = requests[1];
  CHECK(c.delivered() == golden("pmc"));

  Case d;
  d.unknown("nosuch");
  d.arrived("6AM4i4OX005905", d.now, "nosender", kHeader);
  d.say({"550 5.1.1 nosuch... User unknown", "550 5.1.1 nosender... User unknown"});
  d.new_id = "6AM4i4OY005905";
  d.request.to = ReportRequest::To::double_bounce;
  CHECK(d.delivered() == golden("dbl"));
}

TEST_CASE("dsn/report: what has to be mended here goes to postmaster too") {
  struct Row {
    ExitStatus status;
    size_t readers;
  };
  for (const Row& row : {Row{ExitStatus::config, 2}, Row{ExitStatus::software, 2}, Row{ExitStatus::no_user, 1}}) {
    Case c;
    Recipient& kim = c.unknown("kim");
    kim.status = row.status;
    c.arrived("6AM4i4qf005889", c.now, "root", kHeader);
    c.new_id = "6AM4i4qg005889";
    auto report = c.made();
    REQUIRE(report.envelope.recipients.size() == row.readers);
    CHECK(report.envelope.recipients.back().address == (row.readers == 2 ? "postmaster" : "root"));
  }
}

TEST_CASE("dsn/report: headers only, 8-bit text and reports without MIME") {
  Case bulk;
  bulk.unknown("nosuch");
  bulk.arrived("6AM4i4Fs005911", bulk.now, "root",
               "Precedence: bulk\nFull-Name: J R\nReturn-Path: <x@y>\nContent-Length: 33\n"
               "Subject: hi\nTo: kim@daum.net\nX-Full: 1\n");
  bulk.say({"550 5.1.1 nosuch... User unknown"});
  bulk.new_id = "6AM4i4Ft005911";
  CHECK(bulk.delivered() == golden("bulk"));

  Case eight;
  eight.unknown("nosuch");
  eight.original.has_8bit = true;
  eight.body = message::BodyFile::from_text("h\xc3\xa9\n");
  eight.arrived("6AM4i4JA005917", eight.now, "root",
                "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nSubject: x\n");
  eight.say({"550 5.1.1 nosuch... User unknown"});
  eight.new_id = "6AM4i4JB005917";
  CHECK(eight.delivered() == golden("eight"));

  Case headers;
  headers.unknown("nosuch");
  headers.arrived("6AM4i43u005923", headers.now, "root", kHeader);
  headers.original.return_headers_only = true;
  headers.original.envelope_id = "env 2";
  headers.say({"550 5.1.1 nosuch... User unknown"});
  headers.new_id = "6AM4i43v005923";
  CHECK(headers.delivered() == golden("hdrs"));

  Case plain;
  plain.unknown("nosuch");
  plain.unknown("nosuch2");
  plain.config.options.send_mime_errors = false;
  plain.config.options.error_header = "Sorry $j";
  plain.arrived("6AM4i4or005929", plain.now, "root", kHeader);
  plain.say({"550 5.1.1 nosuch... User unknown", "550 5.1.1 nosuch2... User unknown"});
  plain.new_id = "6AM4i4os005929";
  CHECK(plain.delivered() == golden("plain"));
}

TEST_CASE("dsn/report: nobody is told when nobody is left") {
  Case c;
  c.original.is_bounce = true;
  c.unknown("postmaster");
  c.arrived("6AM4i4or005929", c.now, "<>", kHeader);
  Decision decision = decide(c.original, c.config, from_seconds(c.now));
  ReportParts parts{&c.config, &c.globals, &c.original, &c.body, &c.transcript, "6AM4i4os005929", from_seconds(c.now)};
  std::vector<ReportRequest> requests = requests_for(c.original, decision, c.config);
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].to == ReportRequest::To::double_bounce);
  CHECK(!make_report(parts, requests[0])->has_value());
  c.config.options.double_bounce_address = "";
  CHECK(requests_for(c.original, decision, c.config).empty());
}
