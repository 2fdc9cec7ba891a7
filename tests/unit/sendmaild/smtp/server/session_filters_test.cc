// When a session asks mail filters, and what it does with their word.
#include <doctest/doctest.h>

#include "tests/unit/sendmaild/smtp/server/scripted_filters.h"
#include "tests/unit/sendmaild/smtp/server/scripted_server.h"

namespace sm::test {
namespace {

using smtp::Reply;
using Kind = server::SessionVerdict::Kind;

const std::vector<std::string> kMessage = {"EHLO x\r\n", "MAIL FROM:<a@b> SIZE=9\r\n", "RCPT TO:<c@d> NOTIFY=NEVER\r\n", "DATA\r\n",
                                           "x: y\r\n\r\nz\r\n.\r\n", "QUIT\r\n"};

Outcome talk(const FilterScript& filters, std::vector<std::string> turns, Script script = Script()) {
  script.filters = &filters;
  return run_session(script, std::move(turns));
}

std::string questions_of(const Outcome& outcome) {
  std::string text;
  for (const std::string& question : outcome.notes.questions) text += question + "\n";
  return text;
}

Reply refusal(int code) { return Reply(code, {code / 100, 7, 9}, std::string("filtered")); }

server::SessionVerdict session_verdict(Kind kind, int code = 0) {
  server::SessionVerdict verdict;
  verdict.kind = kind;
  if (code != 0) verdict.reply = refusal(code);
  return verdict;
}

}  // namespace

TEST_CASE("smtp/server/filters: each question comes behind the policy's, a message's between its completion and the queue") {
  Outcome outcome = talk(FilterScript(), kMessage);
  CHECK(questions_of(outcome) ==
        "connect\nfilter connect\nfilter abort\nfilter hello x\nparse-sender <a@b>\nprotocol ESMTP\nsender <a@b>\n"
        "filter sender <a@b> SIZE=9\nparse-rcpt <c@d>\nrcpt <c@d>\nfilter rcpt <c@d> NOTIFY=NEVER\nfilter data\nbegin\n"
        "filter message\ncommit 8\nfilter abort\nfilter quit\nfilter close\n");
}

TEST_CASE("smtp/server/filters: refusals are the answers to their commands") {
  struct Row {
    const char* what;
    const char* question;
    int code;
    size_t reply;             // its number; the greeting is 0
    const char* last;         // something that is asked all the same, or not
    bool asked;
  };
  const Row rows[] = {
      {"sender", "sender <a@b> SIZE=9", 550, 2, "rcpt <c@d>", false},
      {"sender and session", "sender <a@b> SIZE=9", 421, 2, "filter quit", true},
      {"recipient", "rcpt <c@d> NOTIFY=NEVER", 451, 3, "filter data", false},
      {"data", "data", 550, 4, "begin", false},
      {"message", "message", 554, 5, "sink-abort 554 5.7.9 filtered", true},
      {"message, for now", "message", 451, 5, "commit 8", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    FilterScript filters;
    filters.refusals[row.question] = refusal(row.code);
    Outcome outcome = talk(filters, kMessage);
    CHECK(outcome.output.find(refusal(row.code).wire()) != std::string::npos);
    const auto& questions = outcome.notes.questions;
    CHECK((std::find(questions.begin(), questions.end(), row.last) != questions.end()) == row.asked);
  }
}

TEST_CASE("smtp/server/filters: a word about the session holds to its end") {
  struct Row {
    const char* what;
    const char* question;
    server::SessionVerdict verdict;
    std::vector<std::string> turns;
    std::string output;       // from the EHLO's reply on, or all
  };
  const std::string greeting = "220 mail.naver.com ESMTP Sendmail 8; date\r\n";
  const std::string later = "Please try again later\r\n";
  const Row rows[] = {
      {"refused at once", "connect", session_verdict(Kind::refuse, 550), {"NOOP\r\n", "MAIL FROM:<a@b>\r\n", "DATA\r\n"},
       "554 mail.naver.com ESMTP not accepting messages\r\n250 2.0.0 OK\r\n550 5.7.9 filtered\r\n550 5.7.9 filtered\r\n"},
      {"closed at once", "connect", session_verdict(Kind::close, 421), {"NOOP\r\n"}, "421 4.7.9 filtered\r\n"},
      {"later", "connect", session_verdict(Kind::try_later),
       {"MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "VRFY a\r\n", "ETRN b\r\n", "AUTH PLAIN\r\n", "STARTTLS\r\n", "NOOP\r\n"},
       greeting + "451 4.3.2 " + later + "503 5.0.0 Need MAIL before RCPT\r\n550 5.7.1 " + later + "451 4.3.2 " + later +
           "454 4.3.0 " + later + "454 4.3.3 TLS not available after start\r\n250 2.0.0 OK\r\n"},
      {"refused at HELO", "hello x", session_verdict(Kind::refuse, 550), {"HELO x\r\n", "MAIL FROM:<a@b>\r\n"},
       greeting + "250 mail.naver.com Hello [10.0.2.11], pleased to meet you\r\n550 5.7.9 filtered\r\n"},
      {"closed at HELO", "hello x", session_verdict(Kind::close, 421), {"HELO x\r\n", "MAIL FROM:<a@b>\r\n"},
       greeting + "421 4.7.9 filtered\r\n"},
      {"later at HELO", "hello x", session_verdict(Kind::try_later), {"HELO x\r\n", "MAIL FROM:<a@b>\r\n"},
       greeting + "250 mail.naver.com Hello [10.0.2.11], pleased to meet you\r\n451 4.3.2 " + later},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    FilterScript filters;
    filters.session_verdicts[row.question] = row.verdict;
    CHECK(talk(filters, row.turns).output == row.output);
  }
}

TEST_CASE("smtp/server/filters: unknown commands, refused recipients, resets and lost clients") {
  Script script;
  script.refusals["rcpt <c@d>"] = refusal(550);
  FilterScript filters;
  filters.refusals["unknown FOO"] = refusal(550);
  Outcome outcome = talk(filters, {"FOO\r\n", "SEND x\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "RSET\r\n"}, script);
  CHECK(outcome.output.find("550 5.7.9 filtered\r\n502 5.5.1 Command not implemented: \"SEND x\"") != std::string::npos);
  CHECK(questions_of(outcome) ==
        "connect\nfilter connect\nfilter unknown FOO\nparse-sender <a@b>\nprotocol SMTP without hello\nsender <a@b>\n"
        "filter sender <a@b>\nparse-rcpt <c@d>\nrcpt <c@d>\nfilter rcpt <c@d> refused\nfilter abort\nabort RSET\n"
        "filter close\n");
}

}  // namespace sm::test
