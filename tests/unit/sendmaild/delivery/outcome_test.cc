// What becomes of a recipient after an exit status or a reply: mistaking "later" for "no" loses mail, the other way round
// keeps it for five days.
#include <doctest/doctest.h>

#include <cerrno>

#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/smtp_outcome.h"

using namespace sm;
using delivery::Outcome;
using smtp::client::Answer;
using smtp::client::Phase;
using Kind = delivery::Outcome::Kind;

namespace {

Answer reply(const char* line) {
  smtp::client::ReplyParser parser(true);
  parser.feed(line);
  return parser.take();
}

}  // namespace

TEST_CASE("delivery/exit_status_map: the statuses of sysexits.h") {
  struct Row {
    int status;
    Kind kind;
    const char* dsn;
    const char* stat;
  };
  const Row rows[] = {
      {0, Kind::delivered, "2.0.0", "Sent"},
      {64, Kind::failed, "5.5.4", "Command line usage error"},
      {65, Kind::failed, "5.5.2", "Data format error"},
      {67, Kind::failed, "5.1.1", "User unknown"},
      {68, Kind::failed, "5.1.2", "Host unknown"},
      {69, Kind::failed, "5.5.0", "Service unavailable"},
      {71, Kind::deferred, "4.5.0", "Operating system error"},
      {73, Kind::failed, "5.3.0", "Can't create output"},
      {74, Kind::deferred, "4.5.0", "I/O error"},
      {75, Kind::deferred, "4.2.0", "Deferred"},
      {77, Kind::failed, "5.3.0", "Insufficient permission"},
      {78, Kind::failed, "5.3.5", "Local configuration error"},
      {1, Kind::failed, "5.5.0", "unknown mailer error 1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    Outcome outcome = delivery::outcome_of_status(row.status, "");
    CHECK(outcome.kind == row.kind);
    CHECK(outcome.enhanced == row.dsn);
    CHECK(outcome.stat == row.stat);
  }
}

TEST_CASE("delivery/exit_status_map: the address stands before the text of some codes") {
  CHECK(delivery::about_line("550 5.1.1 User unknown", "<x@y>") == "550 5.1.1 <x@y>... User unknown");
  CHECK(delivery::about_line("554 5.0.0 Service unavailable", "<x@y>") == "554 5.0.0 Service unavailable");
}

TEST_CASE("delivery/smtp_outcome: what the other server says") {
  struct Row {
    const char* what;
    Phase phase;
    const char* line;
    Kind kind;
    const char* dsn;
    const char* stat;
    bool names_server;
  };
  const Row rows[] = {
      {"taken", Phase::final_dot, "250 2.0.0 queued", Kind::delivered, "2.0.0", "Sent (queued)", true},
      {"no such user", Phase::rcpt, "550 5.1.1 nobody", Kind::failed, "5.1.1", "User unknown", true},
      {"try later", Phase::rcpt, "451 4.7.1 greylisted", Kind::deferred, "4.7.1", "Deferred: 451 4.7.1 greylisted", true},
      {"the sender is refused", Phase::mail, "550 5.7.1 no", Kind::failed, "5.7.1", "Service unavailable", false},
      {"a greeting of 5xx", Phase::greeting, "554 5.7.1 go away", Kind::failed, "5.5.0", "Service unavailable", true},
      {"nonsense", Phase::rcpt, "350 what", Kind::failed, "5.5.1", "Remote protocol error", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Outcome outcome = delivery::outcome_of_answer(row.phase, reply(row.line), "mx.b.");
    CHECK(outcome.kind == row.kind);
    CHECK(outcome.enhanced == row.dsn);
    CHECK(outcome.stat == row.stat);
    CHECK(outcome.remote_mta == (row.names_server ? "mx.b" : ""));
  }
}

TEST_CASE("delivery/smtp_outcome: silence and loss are never a no") {
  struct Row {
    int error;
    const char* stat;
  };
  const Row rows[] = {
      {ECONNREFUSED, "Deferred: Connection refused by mx.b."},
      {ETIMEDOUT, "Deferred: Connection timed out with mx.b."},
      {ECONNRESET, "Deferred: Connection reset by mx.b."},
      {EHOSTUNREACH, "Deferred: mx.b.: No route to host"},
  };
  for (const Row& row : rows) {
    Outcome outcome = delivery::outcome_of_connect(row.error, "mx.b.");
    CHECK(outcome.kind == Kind::deferred);
    CHECK(outcome.enhanced == "4.4.1");
    CHECK(outcome.stat == row.stat);
  }
  Answer closed;
  closed.kind = Answer::Kind::closed;
  CHECK(delivery::outcome_of_answer(Phase::final_dot, closed, "mx.b.").kind == Kind::deferred);
  CHECK(delivery::outcome_of_deferred_lookup("b").kind == Kind::deferred);
  CHECK(delivery::outcome_of_unknown_host("b").kind == Kind::failed);
}
