// The header that a message leaves with: sendmail's own queue files say which fields and in which order.
#include "sendmaild/message/header_defaults.h"

#include <doctest/doctest.h>

#include "lib/base/clock.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/header_parse.h"
#include "tests/support/mail_config.h"

using namespace sm;
using namespace sm::message;

namespace {

struct Message {
  config::Config config = test::mail_config();
  macros::MacroScope globals{config.macros};
  Envelope envelope{&globals};

  explicit Message(const char* header) {
    ::setenv("TZ", "UTC", 1);
    envelope.id = "6AM47aqe002473";
    envelope.macros.set("i", envelope.id);
    envelope.macros.set("g", "lee");
    envelope.macros.set("_", "root@localhost");
    envelope.created = from_seconds(1795320456);
    envelope.sender = "lee";
    envelope.recipients.resize(1);
    envelope.recipients[0].address = "<kim@x>";
    envelope.headers = parse_message(header).header;
    note_header_facts(envelope, config);
    add_default_headers(envelope, config);
  }
  // "?flags?Name: value" lines, Received left out.
  std::string text() const {
    std::string out;
    for (const HeaderField& field : envelope.headers.fields())
      if (field.name != "Received") out += "?" + field.mailer_flags + "?" + field.name + ":" + field.value + "\n";
    return out;
  }
};

}  // namespace

TEST_CASE("message/header_defaults: defaults first, then the message's own fields") {
  struct Row {
    const char* what;
    const char* header;
    const char* expected;
  };
  const Row rows[] = {
      {"nothing given", "Subject:hi\n\n",
       "?P?Return-Path: <\x81g>\n?D?Date: Sun, 22 Nov 2026 04:07:36 GMT\n?F?From: lee\n"
       "?M?Message-Id: <202611220407.6AM47aqe002473@mail.test.example>\n??Subject:hi\n"},
      {"all given", "Date: x\nMessage-Id: <y>\nFrom: z@x\n\n",
       "?P?Return-Path: <\x81g>\n??Date: x\n??Message-Id: <y>\n??From: z@x\n"},
      {"resent, full name, return path and length",
       "Full-Name: \"J. R.\"\nFrom: lee@naver.com\nReturn-Path: <x@y>\nContent-Length: 33\nResent-To: x@y\n\n",
       "?P?Return-Path: <\x81g>\n?D?Resent-Date: Sun, 22 Nov 2026 04:07:36 GMT\n?D?Date: Sun, 22 Nov 2026 04:07:36 GMT\n"
       "?F?Resent-From: \"J. R.\" <lee>\n?M?Resent-Message-Id: <202611220407.6AM47aqe002473@mail.test.example>\n"
       "?M?Message-Id: <202611220407.6AM47aqe002473@mail.test.example>\n?x?Full-Name: \"J. R.\"\n??From: lee@naver.com\n"
       "??Return-Path: <x@y>\n??Content-Length: 33\n??Resent-To: x@y\n"},
      {"the sender's own From stays where it is", "Date: x\nFrom: lee\nMessage-Id: <y>\n\n",
       "?P?Return-Path: <\x81g>\n??Date: x\n??From: lee\n??Message-Id: <y>\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(Message(row.header).text() == row.expected);
  }
}

TEST_CASE("message/header_defaults: Received names a single recipient only") {
  Message one("Subject: x\n\n");
  CHECK(one.envelope.headers.find("Received")->value ==
        " (from root@localhost)\n\tby mail.test.example (8.17.1.9/8.17.1.9) id 6AM47aqe002473\n\t"
        "for <kim@x>; Sun, 22 Nov 2026 04:07:36 GMT");
  CHECK(one.envelope.message_id == "<202611220407.6AM47aqe002473@mail.test.example>");
}

TEST_CASE("message/header_facts: class, hops, timeouts and MIME") {
  Message bulk("Precedence: bulk\nReceived: a\nVia: b\n\n");
  CHECK(bulk.envelope.precedence_class == -60);
  CHECK(bulk.envelope.return_headers_only);
  CHECK(bulk.envelope.hop_count == 2);
  CHECK(bulk.envelope.timeout_class == config::TimeoutClass::non_urgent);
  bulk.envelope.message_size = 146;
  CHECK(initial_priority(bulk.envelope, bulk.config.options) == 146 + 60 * 1800 + 30000);

  CHECK(Message("Priority: urgent\nPrecedence: bulk\n\n").envelope.timeout_class == config::TimeoutClass::urgent);
  CHECK(Message("Content-Type: multipart/report; report-type=delivery-status\n\n").envelope.timeout_class ==
        config::TimeoutClass::dsn);
  CHECK(Message("MIME-Version: 1.0\n\n").envelope.is_mime);
  CHECK(Message("Content-Type: text\n\n").envelope.dont_mime);
  CHECK(Message("To: x\n\n").envelope.delete_bcc);
  CHECK(!Message("Bcc: x\n\n").envelope.delete_bcc);
  CHECK(Message("Message-Id: junk <a@b> more\n\n").envelope.message_id == "<a@b>");
}

TEST_CASE("message/header_defaults: a message that names nobody") {
  using config::NoRecipientAction;
  const std::pair<NoRecipientAction, const char*> rows[] = {
      {NoRecipientAction::none, nullptr},
      {NoRecipientAction::add_to, "To: <kim@x>"},
      {NoRecipientAction::add_apparently_to, "Apparently-To: <kim@x>"},
      {NoRecipientAction::add_bcc, "Bcc: "},
      {NoRecipientAction::add_to_undisclosed, "To: undisclosed-recipients:;"},
  };
  for (const auto& [action, line] : rows) {
    config::Config config = test::mail_config();
    config.options.no_recipient_action = action;
    macros::MacroScope globals(config.macros);
    Envelope envelope(&globals);
    envelope.recipients.resize(1);
    envelope.recipients[0].address = "<kim@x>";
    add_default_headers(envelope, config);
    const HeaderField& last = envelope.headers.fields().back();
    CHECK((last.name + ":" + last.value == std::string(line == nullptr ? "" : line)) == (line != nullptr));
  }
}

TEST_CASE("message/header_facts: RrtImpliesDsn asks for recipients who said nothing") {
  struct Row {
    const char* what;
    const char* header;
    bool option;
    bool given;    // NOTIFY= by the client, without success
    bool success;
  };
  const Row rows[] = {
      {"Return-Receipt-To", "Return-Receipt-To: lee@x\n\n", true, false, true},
      {"Delivery-Receipt-To", "Delivery-Receipt-To: lee@x\n\n", true, false, true},
      {"an empty field", "Return-Receipt-To:\n\n", true, false, true},
      {"without the option", "Return-Receipt-To: lee@x\n\n", false, false, false},
      {"without the field", "Subject: x\n\n", true, false, false},
      {"with NOTIFY", "Return-Receipt-To: lee@x\n\n", true, true, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    config::Config config = test::mail_config();
    config.options.rrt_implies_dsn = row.option;
    macros::MacroScope globals(config.macros);
    Envelope envelope(&globals);
    envelope.recipients.resize(1);
    NotifyWish& wish = envelope.recipients[0].notify;
    wish.given = wish.failure = row.given;
    envelope.headers = parse_message(row.header).header;
    note_header_facts(envelope, config);
    CHECK(wish.success == row.success);
    CHECK(wish.delay == row.success);
    CHECK(wish.given == (row.given || row.success));
  }
}
