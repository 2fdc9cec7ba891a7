// Limits: noise, floods, long lines, proxies, recipients; and the waits they cost.
#include <doctest/doctest.h>

#include "scripted_server.h"

using namespace sm::test;
using namespace std::chrono_literals;

namespace {

std::string last_line(const std::string& output) {
  size_t end = output.rfind("\r\n");
  REQUIRE(end != std::string::npos);
  size_t start = output.rfind("\r\n", end - 1);
  start = start == std::string::npos ? 0 : start + 2;
  return output.substr(start, end - start);
}

std::vector<std::string> repeat(size_t n, const std::string& line) { return std::vector<std::string>(n, line + "\r\n"); }

}  // namespace

TEST_CASE("smtp/server/limits: the 26th bad command ends the session") {
  CHECK(last_line(run_session(Script(), repeat(25, "FOO")).output) == "500 5.5.1 Command unrecognized: \"FOO\"");
  Outcome outcome = run_session(Script(), repeat(30, "FOO"));
  CHECK(last_line(outcome.output) == "421 4.7.0 mail.naver.com Too many bad commands; closing connection");
  CHECK(outcome.summary.end == server::SessionSummary::End::closed_by_us);
}

TEST_CASE("smtp/server/limits: noise is slowed down, and cut off where children are limited") {
  Script script;
  script.limits.noop_commands = 3;
  Outcome slow = run_session(script, repeat(5, "NOOP"));
  CHECK(slow.notes.waits == std::vector<std::chrono::milliseconds>{1s, 2s, 4s});
  CHECK(slow.notes.log.front() == "[10.0.2.11]: possible SMTP attack: command=NOOP, count=3");
  script.limits.limited_children = true;
  CHECK(last_line(run_session(script, repeat(10, "NOOP")).output) ==
        "421 4.7.0 mail.naver.com Too many bad commands; closing connection");
}

TEST_CASE("smtp/server/limits: as many AUTH attempts are free as the library has mechanisms") {
  Script script;
  script.sasl_mechanisms = {"PLAIN"};
  Outcome outcome = run_session(script, repeat(13, "AUTH FOO"));
  CHECK(outcome.notes.waits == std::vector<std::chrono::milliseconds>{1s, 2s});
  CHECK(outcome.notes.log.front() == "[10.0.2.11]: possible SMTP attack: command=AUTH, count=12");
}

TEST_CASE("smtp/server/limits: lines that are too long, and proxies") {
  CHECK(last_line(run_session(Script(), {"NOOP " + std::string(3000, 'x') + "\r\n"}).output) ==
        "421 4.7.0 mail.naver.com Command too long, possible attack [10.0.2.11]");
  CHECK(last_line(run_session(Script(), {std::string(20000, 'x')}).output) ==
        "421 4.7.0 mail.naver.com Command too long, possible attack [10.0.2.11]");
  CHECK(last_line(run_session(Script(), {"GET / HTTP/1.0\r\n"}).output) ==
        "421 4.7.0 mail.naver.com Rejecting open proxy [10.0.2.11]");
  CHECK(last_line(run_session(Script(), {"NOOP\r\n", "GET / HTTP/1.0\r\n"}).output) ==
        "500 5.5.1 Command unrecognized: \"GET / HTTP/1.0\"");
}

TEST_CASE("smtp/server/limits: recipients") {
  Script script;
  script.limits.recipients = 2;
  std::vector<std::string> turns = repeat(3, "RCPT TO:<a@b>");
  turns.insert(turns.begin(), "MAIL FROM:<a@b>\r\n");
  CHECK(last_line(run_session(script, turns).output) == "452 4.5.3 Too many recipients");

  Script flood;
  flood.refusals["rcpt <a@b>"] = sm::smtp::reply::user_unknown("<a@b>");
  flood.limits.bad_rcpt_throttle = 2;
  flood.limits.bad_rcpt_shutdown = 4;
  turns = repeat(6, "RCPT TO:<a@b>");
  turns.insert(turns.begin(), "MAIL FROM:<a@b>\r\n");
  Outcome outcome = run_session(flood, turns);
  CHECK(outcome.notes.waits == std::vector<std::chrono::milliseconds>{1s, 1s});
  CHECK(last_line(outcome.output) == "421 4.7.0 mail.naver.com Too many bad recipients; closing connection");
}

TEST_CASE("smtp/server/limits: a client that talks into the greeting pause is refused") {
  Script script;
  script.connection.greet_pause = 10ms;
  MemoryStream::Record record;
  record.early_input = true;
  Outcome outcome = run_session(script, {"MAIL FROM:<a@b>\r\n"}, record);
  CHECK(outcome.output == "554 mail.naver.com ESMTP not accepting messages\r\n550 5.0.0 Command rejected\r\n");
}

TEST_CASE("smtp/server/limits: under high load every command waits, and the log says so once") {
  Script script;
  script.load_delay = sm::smtp::server::LoadDelay{9, 7};
  Outcome outcome = run_session(script, {"EHLO a\r\n", "NOOP\r\n", "QUIT\r\n"});
  CHECK(outcome.notes.waits == std::vector<std::chrono::milliseconds>{1s, 1s, 1s});
  CHECK(std::count(outcome.notes.log.begin(), outcome.notes.log.end(), "delaying=EHLO, load average=9 >= 7") == 1);
  CHECK(std::count(outcome.notes.log.begin(), outcome.notes.log.end(), "delaying=NOOP, load average=9 >= 7") == 0);
}

TEST_CASE("smtp/server/limits: SoftBounce turns refusals into deferrals") {
  Script script;
  script.limits.soft_bounce = true;
  CHECK(last_line(run_session(script, {"FOO\r\n"}).output) == "400 4.5.1 Command unrecognized: \"FOO\"");
}
