// Dialogues of the server, line by line as real sendmail leads them (recorded sessions).
#include "sendmaild/smtp/server/session.h"

#include <doctest/doctest.h>

#include "scripted_server.h"

using namespace sm::test;
using sm::smtp::Reply;

namespace {

// "C: line" lines are turns of their own; "S: line" lines are the expected output; "P: line" belongs to the turn of the
// line before (pipelined).
void check_dialogue(const Script& script, const std::string& dialogue) {
  std::vector<std::string> turns;
  std::string expected;
  size_t at = 0;
  while (at < dialogue.size()) {
    size_t end = dialogue.find('\n', at);
    std::string line = dialogue.substr(at, end - at);
    at = end + 1;
    if (line.size() < 2) continue;
    std::string text = line.size() > 3 ? line.substr(3) : std::string();
    if (line[0] == 'C') turns.push_back(text + "\r\n");
    if (line[0] == 'P') turns.back() += text + "\r\n";
    if (line[0] == 'S') expected += text + "\r\n";
  }
  Outcome outcome = run_session(script, turns);
  CHECK(outcome.output == expected);
  CHECK(outcome.closed);
}

Script with_users() {
  Script script;
  script.refusals["parse-sender lee"] =
      Reply(553, {5, 5, 4}, std::string("lee... Domain name required for sender address lee"));
  script.refusals["parse-rcpt <lee@naver.com"] = Reply(553, {5, 0, 0}, std::string("<lee@naver.com... Unbalanced '<'"));
  for (const char* nobody : {"nosuchuser", "<nobody1@naver.com>"})
    script.refusals[std::string("rcpt ") + nobody] = sm::smtp::reply::user_unknown(nobody);
  return script;
}

}  // namespace

TEST_CASE("smtp/server/session: commands, right and wrong, as people type them") {
  Script script = with_users();
  script.sasl_mechanisms = {"DIGEST-MD5", "CRAM-MD5"};
  script.connection.features.announce.starttls = true;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: EHLO client.localdomain
S: 250-mail.naver.com Hello [10.0.2.11], pleased to meet you
S: 250-ENHANCEDSTATUSCODES
S: 250-PIPELINING
S: 250-8BITMIME
S: 250-SIZE
S: 250-DSN
S: 250-ETRN
S: 250-AUTH DIGEST-MD5 CRAM-MD5
S: 250-STARTTLS
S: 250-DELIVERBY
S: 250 HELP
C: HELO client.localdomain
S: 250 mail.naver.com Hello [10.0.2.11], pleased to meet you
C: HELO
S: 501 5.0.0 HELO requires domain address
C: EHLO
S: 501 5.0.0 EHLO requires domain address
C: HELO bad_name!
S: 501 5.0.0 Invalid domain name
C: NOOP
S: 250 2.0.0 OK
C: RSET
S: 250 2.0.0 Reset state
C: VRFY lee
S: 252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery (or try finger)
C: EXPN lee
S: 502 5.7.0 Sorry, we do not allow this operation
C: FOO
S: 500 5.5.1 Command unrecognized: "FOO"
C: mail
S: 501 5.5.2 Syntax error in parameters scanning ""
C: MAIL lee@naver.com
S: 501 5.5.2 Syntax error in parameters scanning "lee@naver.com"
C: mail from lee@naver.com
S: 501 5.5.2 Syntax error in parameters scanning "from"
C: rcpt to: lee@naver.com
S: 503 5.0.0 Need MAIL before RCPT
C: DATA
S: 503 5.0.0 Need MAIL command
C: mail from: lee
S: 553 5.5.4 lee... Domain name required for sender address lee
C: mail from: lee@naver.com
S: 250 2.1.0 lee@naver.com... Sender ok
C: mail from: lee@naver.com
S: 503 5.5.0 Sender already specified
C: DATA
S: 503 5.0.0 Need RCPT (recipient)
C: rcpt
S: 501 5.5.2 Syntax error in parameters scanning ""
C: rcpt to: lee
S: 250 2.1.5 lee... Recipient ok
C: rcpt to: nosuchuser
S: 550 5.1.1 nosuchuser... User unknown
C: rcpt to: <lee@naver.com
S: 553 5.0.0 <lee@naver.com... Unbalanced '<'
C: RSET
S: 250 2.0.0 Reset state
C: mail from: <lee@naver.com> BODY=X
S: 501 5.5.4 Unknown BODY type X
C: mail from: <lee@naver.com> FOO=BAR
S: 555 5.5.4 FOO parameter unrecognized
C: ETRN naver.com
S: 250 2.0.0 Queuing for node naver.com started
C: TURN
S: 502 5.5.1 Command not implemented: "TURN"
C: AUTH
S: 501 5.5.2 AUTH mechanism must be specified
C: STARTTLS now
S: 501 5.5.2 Syntax error (no parameters allowed)
C: QUIT extra
S: 221 2.0.0 mail.naver.com closing connection
)");
}

TEST_CASE("smtp/server/session: a whole message, typed without HELO") {
  Script script;
  Outcome outcome = run_session(
      script, {"mail from: roror@roror.co.kr\r\n", "rcpt to: roror@rocky.co.kr\r\n", "data\r\n",
               crlf("to: roror@rocky.co.kr\nsubject: CentOS Test\nMail Server...test\n.\n"), "quit\r\n"});
  CHECK(outcome.output == crlf("220 mail.naver.com ESMTP Sendmail 8; date\n"
                               "250 2.1.0 roror@roror.co.kr... Sender ok\n"
                               "250 2.1.5 roror@rocky.co.kr... Recipient ok\n"
                               "354 End data with <CR><LF>.<CR><LF>\n"
                               "250 2.0.0 QID Message accepted for delivery\n"
                               "221 2.0.0 mail.naver.com closing connection\n"));
  CHECK(outcome.notes.message == "to: roror@rocky.co.kr\nsubject: CentOS Test\nMail Server...test\n");
  CHECK(outcome.notes.questions ==
        std::vector<std::string>{"connect", "parse-sender roror@roror.co.kr", "protocol SMTP without hello",
                                 "sender roror@roror.co.kr", "parse-rcpt roror@rocky.co.kr",
                                 "rcpt roror@rocky.co.kr", "begin", "commit 62"});
  CHECK(outcome.summary.messages == 1);
  CHECK(outcome.summary.end == server::SessionSummary::End::quit);
}

TEST_CASE("smtp/server/session: MAIL, RCPT and DATA in one go") {
  check_dialogue(with_users(), R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: EHLO client.localdomain
S: 250-mail.naver.com Hello [10.0.2.11], pleased to meet you
S: 250-ENHANCEDSTATUSCODES
S: 250-PIPELINING
S: 250-8BITMIME
S: 250-SIZE
S: 250-DSN
S: 250-ETRN
S: 250-DELIVERBY
S: 250 HELP
C: MAIL FROM:<lee@naver.com>
P: RCPT TO:<lee@naver.com>
P: RCPT TO:<nobody1@naver.com>
P: DATA
S: 250 2.1.0 <lee@naver.com>... Sender ok
S: 250 2.1.5 <lee@naver.com>... Recipient ok
S: 550 5.1.1 <nobody1@naver.com>... User unknown
S: 354 End data with <CR><LF>.<CR><LF>
C: Subject: piped
P:
P: in one go
P: .
S: 250 2.0.0 QID Message accepted for delivery
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
}

TEST_CASE("smtp/server/session: clients that talk before their turn") {
  check_dialogue(Script(), R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: HELO c.localdomain
P: MAIL FROM:<kim@daum.net>
P: RCPT TO:<lee@naver.com>
P: QUIT
S: 554 5.5.0 SMTP protocol error
S: 550 5.0.0 Command rejected
S: 550 5.0.0 Command rejected
S: 221 2.0.0 mail.naver.com closing connection
)");
  check_dialogue(Script(), R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: MAIL FROM:<kim@daum.net>
S: 250 2.1.0 <kim@daum.net>... Sender ok
C: RCPT TO:<lee@naver.com>
S: 250 2.1.5 <lee@naver.com>... Recipient ok
C: DATA
P: Subject: early
S: 554 5.5.0 SMTP protocol error
)");
}

TEST_CASE("smtp/server/session: ESMTP stands behind the first word of the greeting, even when that is empty") {
  Script script;
  script.connection.greeting = " mail.naver.com hello";
  check_dialogue(script, "S: 220  ESMTP mail.naver.com hello\n");
  script.connection.greeting = "word";
  check_dialogue(script, "S: 220 word ESMTP\n");
}

TEST_CASE("smtp/server/session: a refused peer gets a greeting and then refusals") {
  Script script;
  script.connection.refusal = Reply(550, {5, 7, 1}, std::string("Access denied"));
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: EHLO x
S: 250-mail.naver.com Hello [10.0.2.11], pleased to meet you
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<a@b>
S: 550 5.7.1 Access denied
C: NOOP
S: 250 2.0.0 OK
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
  script.connection.refusal = Reply(421, {4, 3, 2}, std::string("Too many open connections."));
  check_dialogue(script, "S: 421 4.3.2 Too many open connections.\n");
  script.connection.refusal = Reply(554, {5, 7, 1}, std::string("no"));
  script.connection.refuse_greeting = true;
  check_dialogue(script, R"(S: 554 mail.naver.com ESMTP not accepting messages
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
}

TEST_CASE("smtp/server/session: STARTTLS once, and not offered again") {
  Script script;
  script.has_tls = true;
  script.connection.features.announce = sm::smtp::Extensions();
  script.connection.features.announce.starttls = true;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: EHLO c
S: 250-mail.naver.com Hello [10.0.2.11], pleased to meet you
S: 250-ENHANCEDSTATUSCODES
S: 250-STARTTLS
S: 250 HELP
C: STARTTLS
S: 220 2.0.0 Ready to start TLS
C: EHLO c
S: 250-mail.naver.com Hello [10.0.2.11], pleased to meet you
S: 250-ENHANCEDSTATUSCODES
S: 250 HELP
C: STARTTLS
S: 454 4.3.3 TLS not available after start
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
  script.connection.features.announce.starttls = false;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: STARTTLS
S: 454 4.3.3 TLS not available after start
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
  script.connection.features.starttls_forbidden = true;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: STARTTLS
S: 503 5.5.0 TLS not available
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
  script.connection.features.starttls_forbidden = false;
  script.connection.features.announce.starttls = true;
  // Commands behind STARTTLS may have been put there by somebody else.
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: STARTTLS
P: MAIL FROM:<evil@example>
S: 554 5.5.0 SMTP protocol error
)");
}

TEST_CASE("smtp/server/session: AUTH succeeds, fails, is aborted") {
  Script script;
  script.sasl_mechanisms = {"LOGIN", "PLAIN"};
  script.connection.features.require_auth = true;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: MAIL FROM:<a@b>
S: 530 5.7.0 Authentication required
C: AUTH CRAM-MD5
S: 504 5.3.3 AUTH mechanism CRAM-MD5 not available
C: AUTH PLAIN !!!
S: 501 5.5.4 cannot BASE64 decode '!!!'
C: AUTH PLAIN AGpvZQB3cm9uZw==
S: 535 5.7.0 authentication failed
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: *
S: 501 5.0.0 AUTH aborted
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: am9l
S: 334 UGFzc3dvcmQ6
C: c2VjcmV0
S: 235 2.0.0 OK Authenticated
C: AUTH PLAIN AGpvZQBzZWNyZXQ=
S: 503 5.5.0 Already Authenticated
C: MAIL FROM:<a@b>
S: 250 2.1.0 <a@b>... Sender ok
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
}

TEST_CASE("smtp/server/session: questions reach the policy and its refusals the client") {
  Script script;
  script.asks_everything = true;
  script.refusals["data 1"] = Reply(451, {4, 7, 1}, std::string("not now"));
  script.refusals["other 5 FOO"] = Reply(550, {5, 7, 0}, std::string("go away"));
  script.limits.allow_vrfy = true;
  script.connection.features.announce.expn = true;
  check_dialogue(script, R"(S: 220 mail.naver.com ESMTP Sendmail 8; date
C: FOO
S: 550 5.7.0 go away
C: VRFY lee
S: 250 2.1.5 <lee@here>
C: EXPN list
S: 250-2.1.5 <a@list>
S: 250 2.1.5 <b@list>
C: HELP
S: 214 2.0.0 End of HELP info
C: MAIL FROM:<a@b>
S: 250 2.1.0 <a@b>... Sender ok
C: RCPT TO:<c@d>
S: 250 2.1.5 <c@d>... Recipient ok
C: DATA
S: 451 4.7.1 not now
C: DATA
S: 451 4.7.1 not now
C: QUIT
S: 221 2.0.0 mail.naver.com closing connection
)");
}
