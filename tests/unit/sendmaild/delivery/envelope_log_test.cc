// The two lines that scripts and people read for each message: from= and to=.
#include "sendmaild/delivery/envelope_log.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

using namespace sm;

namespace {

struct Message {
  macros::MacroTable none;
  macros::MacroScope globals{none};
  message::Envelope envelope{&globals};
  message::Recipient kim;

  Message() {
    envelope.sender = "<lee@a>";
    envelope.message_size = 123;
    envelope.message_id = "<1@a>";
    envelope.priority = 30123;
    envelope.created = std::chrono::system_clock::now();
    envelope.macros.set("r", "ESMTP");
    envelope.macros.set("daemon_name", "MTA");
    envelope.macros.set("_", "c [10.0.2.11]");
    kim.address = "<kim@b>";
  }
};

}  // namespace

TEST_CASE("delivery/envelope_log: from=") {
  Message m;
  CHECK(delivery::from_line(m.envelope, 2) ==
        "from=<lee@a>, size=123, class=0, nrcpts=2, msgid=<1@a>, proto=ESMTP, daemon=MTA, relay=c [10.0.2.11]");
  m.envelope.body_type = message::BodyType::eight_bit_mime;
  CHECK(delivery::from_line(m.envelope, 1).find(", bodytype=8BITMIME, proto=") != std::string::npos);
}

TEST_CASE("delivery/envelope_log: to= with whose doing it is") {
  struct Row {
    const char* what;
    message::ControllingUser user;
    const char* expected;
  };
  const Row rows[] = {
      {"a user", {"lee", 1000, 100, "<lee@a>"}, ", ctladdr=<lee@a> (1000/100), "},
      {"root", {"root", 0, 0, "root"}, ", ctladdr=root (0/0), "},
      {"DefaultUser by its uid alone", {"", 8, 12, "<all@a>"}, ", ctladdr=<all@a> (8/0), "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Message m;
    delivery::ToLine line;
    line.recipients = {&m.kim};
    line.controller = &row.user;
    line.mailer = "local";
    line.dsn = "2.0.0";
    line.stat = "Sent";
    std::string text = delivery::to_line(m.envelope, line);
    CHECK(text.starts_with("to=<kim@b>"));
    CHECK(text.find(row.expected) != std::string::npos);
    CHECK(text.ends_with(", mailer=local, pri=30123, dsn=2.0.0, stat=Sent"));
  }
}
