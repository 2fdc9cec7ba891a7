// DATA: what reaches the sink, what the client hears, and what is left behind when it goes wrong.
#include <doctest/doctest.h>

#include "scripted_server.h"

using namespace sm::test;
using sm::smtp::Reply;

namespace {

const std::vector<std::string> kEnvelope = {"EHLO c\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n"};

Outcome send_data(const Script& script, std::vector<std::string> data, MemoryStream::Record record = {}) {
  std::vector<std::string> turns = kEnvelope;
  turns.insert(turns.end(), data.begin(), data.end());
  Outcome outcome = run_session(script, turns, record);
  size_t start = outcome.output.find("354 ");
  REQUIRE(start != std::string::npos);
  outcome.output.erase(0, outcome.output.find("\r\n", start) + 2);
  return outcome;
}

bool asked(const Outcome& outcome, const std::string& question) {
  for (const std::string& q : outcome.notes.questions) {
    if (q == question) return true;
  }
  return false;
}

bool logged(const Outcome& outcome, const std::string& text) {
  for (const std::string& line : outcome.notes.log) {
    if (line == text) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("smtp/server/data: bare line ends close the session before anything is stored") {
  Outcome lf = send_data(Script(), {"Subject: lf\n\nlf text\n.\nQUIT\r\n"});
  CHECK(lf.output == "421 4.5.0 Bare linefeed (LF) not allowed\r\n");
  CHECK(lf.closed);
  CHECK(logged(lf, "collect: relay=[10.0.2.11], from=<a@b>, info=Bare linefeed (LF) not allowed, where=header, "
                   "status=tempfail"));
  CHECK(asked(lf, "sink-abort 421 4.5.0 Bare linefeed (LF) not allowed"));
  Outcome cr = send_data(Script(), {"Subject: x\r\n\r\na\rb\r\n.\r\n"});
  CHECK(cr.output == "421 4.5.0 Bare carriage return (CR) not allowed\r\n");
}

TEST_CASE("smtp/server/data: a client that goes away leaves nothing behind") {
  Outcome gone = send_data(Script(), {"Subject: half\r\n\r\nhalf a message\r\n"});
  CHECK(gone.output.empty());
  CHECK(gone.summary.end == server::SessionSummary::End::lost);
  CHECK(asked(gone, "sink-abort "));
  CHECK(logged(gone, "collect: premature EOM: unexpected close"));
  CHECK(logged(gone, "collect: relay=[10.0.2.11], from=<a@b>, info=unexpected close"));

  MemoryStream::Record silent;
  silent.time_out_at_end = true;
  Outcome timeout = send_data(Script(), {"Subject: half\r\n"}, silent);
  CHECK(timeout.output == "421 4.4.1 collect: relay=[10.0.2.11], from=<a@b>, info=read timeout\r\n");
}

TEST_CASE("smtp/server/data: a message above MaxMessageSize is read to its end and refused") {
  Script script;
  script.limits.message_size = 100;
  Outcome outcome = send_data(script, {std::string(60, 'a') + "\r\n", std::string(60, 'b') + "\r\n.\r\n", "NOOP\r\n"});
  CHECK(outcome.output == "552 5.2.3 Message exceeds maximum fixed size (100)\r\n250 2.0.0 OK\r\n");
  CHECK(asked(outcome, "sink-abort 552 5.2.3 Message exceeds maximum fixed size (100)"));
  CHECK(asked(outcome, "sink-abort of 122 bytes, 100 allowed"));
}

TEST_CASE("smtp/server/data: a large message reaches the sink in pieces and whole") {
  std::string line = std::string(70, 'x') + "\r\n";
  std::vector<std::string> data;
  for (int i = 0; i < 100; ++i) {
    std::string block;
    for (int k = 0; k < 100; ++k) block += line;
    data.push_back(block);
  }
  data.push_back(".\r\n");
  Outcome outcome = send_data(Script(), data);
  CHECK(outcome.notes.message.size() == 100 * 100 * 71);
  CHECK(asked(outcome, "commit 710000"));
}

TEST_CASE("smtp/server/data: the sink's refusals are the answer to the dot") {
  for (const char* where : {"begin", "write", "complete", "commit"}) {
    CAPTURE(where);
    Script script;
    script.refusals[where] = Reply(452, {4, 3, 1}, std::string("no room"));
    Outcome outcome = send_data(script, {"x: y\r\n\r\nz\r\n.\r\n", "NOOP\r\n"});
    CHECK(outcome.output == "452 4.3.1 no room\r\n250 2.0.0 OK\r\n");
    bool sink_knows = where == std::string("complete") || where == std::string("commit");
    CHECK(asked(outcome, "sink-abort 452 4.3.1 no room") != sink_knows);
  }
}

TEST_CASE("smtp/server/data: commands behind the final dot are commands") {
  Outcome outcome = send_data(Script(), {"a\r\n.\r\nMAIL FROM:<x@y>\r\nQUIT\r\n"});
  CHECK(outcome.output == crlf("250 2.0.0 QID Message accepted for delivery\n250 2.1.0 <x@y>... Sender ok\n"
                               "221 2.0.0 mail.naver.com closing connection\n"));
  CHECK(asked(outcome, "abort aborted by sender"));
}

TEST_CASE("smtp/server/data: BODY=7BIT strips the eighth bit, NUL is refused on request") {
  Outcome stripped = run_session(Script(), {"MAIL FROM:<a@b> BODY=7BIT\r\n", "RCPT TO:<c>\r\n", "DATA\r\n",
                                            "\r\n\xe9\r\n.\r\n"});
  CHECK(stripped.notes.message == "\ni\n");
  Script script;
  script.limits.reject_nul = true;
  Outcome nul = send_data(script, {std::string("\r\na\0b\r\n.\r\n", 10)});
  CHECK(nul.output == "554 5.6.1 NUL byte not allowed\r\n");
}
