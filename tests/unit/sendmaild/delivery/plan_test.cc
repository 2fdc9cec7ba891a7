// Who shares a run of a mailer: one more recipient in a batch saves a connection, one too many breaks r=, and rights must
// never be mixed.
#include "sendmaild/delivery/plan.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

using namespace sm;
using message::Recipient;

namespace {

struct Mailers {
  config::Mailer esmtp = test::mailer("esmtp", "m");
  config::Mailer local = test::mailer("local", "w");
  config::Mailer prog = test::mailer("prog", "o");
};

Recipient to(const config::Mailer& mailer, const char* host, const char* user) {
  Recipient recipient;
  recipient.mailer = &mailer;
  recipient.host = host;
  recipient.user = user;
  return recipient;
}

Recipient of_user(Recipient recipient, uid_t uid) {
  recipient.controller = message::ControllingUser{"lee", uid, uid, "<lee@x>"};
  return recipient;
}

// The users of each batch, blanks between them, batches divided by "|".
std::string planned(const std::vector<Recipient>& recipients) {
  macros::MacroTable none;
  macros::MacroScope globals(none);
  message::Envelope envelope(&globals);
  envelope.recipients = recipients;
  std::string out;
  for (const delivery::PlannedBatch& batch : delivery::plan_batches(envelope)) {
    if (!out.empty()) out += "|";
    for (size_t i = 0; i < batch.recipients.size(); ++i) out += (i > 0 ? " " : "") + batch.recipients[i]->user;
  }
  return out;
}

}  // namespace

TEST_CASE("delivery/plan: recipients of one mailer and host share a batch") {
  Mailers mailers;
  Recipient done = to(mailers.esmtp, "b.", "done");
  done.state = Recipient::State::delivered;
  struct Row {
    const char* what;
    std::vector<Recipient> recipients;
    std::string expected;
  };
  const Row rows[] = {
      {"nobody", {}, ""},
      {"one host, spelt in two ways", {to(mailers.esmtp, "b.", "1"), to(mailers.esmtp, "B.", "2")}, "1 2"},
      {"two hosts, mixed", {to(mailers.esmtp, "b.", "1"), to(mailers.esmtp, "c.", "2"), to(mailers.esmtp, "b.", "3")}, "1 3|2"},
      {"a mailer without F=m", {to(mailers.local, "", "1"), to(mailers.local, "", "2")}, "1|2"},
      {"who has it already is left out", {done, to(mailers.esmtp, "b.", "2")}, "2"},
      {"an alias gives no rights over SMTP", {to(mailers.esmtp, "b.", "1"), of_user(to(mailers.esmtp, "b.", "2"), 7)}, "1 2"},
      {"programs run one by one", {of_user(to(mailers.prog, "", "1"), 7), of_user(to(mailers.prog, "", "2"), 7)}, "1|2"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(planned(row.recipients) == row.expected);
  }
}

TEST_CASE("delivery/plan: r= bounds a batch") {
  Mailers mailers;
  mailers.esmtp.max_recipients = 2;
  std::vector<Recipient> five;
  for (const char* user : {"1", "2", "3", "4", "5"}) five.push_back(to(mailers.esmtp, "b.", user));
  CHECK(planned(five) == "1 2|3 4|5");
}

TEST_CASE("delivery/plan: only programs and files have the rights of an alias") {
  Mailers mailers;
  config::Mailer file = test::mailer("*file*", "");
  CHECK(delivery::granted_rights(of_user(to(mailers.prog, "", "1"), 7))->uid == 7);
  CHECK(delivery::granted_rights(of_user(to(file, "", "1"), 7))->uid == 7);
  CHECK(delivery::granted_rights(of_user(to(mailers.local, "", "1"), 7)) == nullptr);
  CHECK(delivery::granted_rights(to(mailers.prog, "", "1")) == nullptr);
}

TEST_CASE("delivery/plan: whom an attempt passes over") {
  struct Row {
    const char* what;
    delivery::HoldRules rules;
    std::string held;  // users
  };
  const Row rows[] = {
      {"nothing to hold back for", {false, false}, ""},
      {"HoldExpensive", {true, false}, "dear both"},
      {"mailers that wait until they are asked for", {false, true}, "asked both"},
      {"the two together", {true, true}, "dear asked both"},
  };
  config::Mailer plain = test::mailer("plain", "m"), dear = test::mailer("dear", "e");
  config::Mailer asked = test::mailer("asked", "%"), both = test::mailer("both", "e%");
  for (const Row& row : rows) {
    CAPTURE(row.what);
    macros::MacroTable none;
    macros::MacroScope globals(none);
    message::Envelope envelope(&globals);
    Recipient done = to(dear, "b.", "done");
    done.state = Recipient::State::delivered;
    envelope.recipients = {to(plain, "b.", "plain"), to(dear, "b.", "dear"), to(asked, "b.", "asked"), to(both, "b.", "both"), done};
    std::string held;
    for (const Recipient* recipient : delivery::hold_back(envelope, row.rules)) {
      held += (held.empty() ? "" : " ") + recipient->user;
      CHECK(recipient->state == Recipient::State::deferred);
    }
    CHECK(held == row.held);
    CHECK(envelope.recipients[0].state == Recipient::State::pending);
  }
}
