// The client against scripted servers: what it says, what it makes of the answers.
#include "sendmaild/smtp/client/dialogue.h"

#include <doctest/doctest.h>

#include "sendmaild/net/event_loop.h"
#include "tests/support/memory_stream.h"

using namespace sm::smtp;
using namespace sm::smtp::client;
using sm::net::EventLoop;
using sm::net::Task;
using sm::test::MemoryStream;

namespace {

class TextSource final : public BodySource {
 public:
  explicit TextSource(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  Task<std::string> next() override {
    if (at_ == pieces_.size()) co_return std::string();
    co_return pieces_[at_++];
  }

 private:
  std::vector<std::string> pieces_;
  size_t at_ = 0;
};

class BrokenSource final : public BodySource {
 public:
  Task<std::string> next() override {
    if (first_) {
      first_ = false;
      co_return std::string("half\n");
    }
    throw std::runtime_error("data file is gone");
  }

 private:
  bool first_ = true;
};

class PlainSasl final : public SaslClient {
 public:
  SaslStep start(std::vector<std::string> offered) override {
    SaslStep step;
    for (const char* known : {"LOGIN", "PLAIN"}) {
      if (std::find(offered.begin(), offered.end(), known) != offered.end()) mechanism_ = known;
    }
    step.state = offered.empty() || mechanism_.empty() ? SaslStep::State::failure : SaslStep::State::challenge;
    step.has_data = mechanism_ == "PLAIN";
    step.data = std::string("\0joe\0secret", 11);
    return step;
  }
  SaslStep step(std::string challenge) override {
    SaslStep step;
    step.state = SaslStep::State::challenge;
    step.data = challenge == "Username:" ? "joe" : "secret";
    return step;
  }
  SaslFacts facts() override {
    SaslFacts facts;
    facts.mechanism = mechanism_;
    return facts;
  }
  std::shared_ptr<SaslLayer> layer() override { return nullptr; }

 private:
  std::string mechanism_;
};

Transaction two_recipients(std::shared_ptr<BodySource> source) {
  Transaction transaction;
  transaction.sender = "a@b";
  transaction.size = 100;
  transaction.ret = "HDRS";
  transaction.envelope_id = "id";
  OutgoingRecipient recipient;
  recipient.path = "c@d";
  recipient.notify = "SUCCESS";
  recipient.orcpt = "rfc822;c@d";
  transaction.recipients.push_back(recipient);
  recipient.path = "e@d";
  recipient.notify.clear();
  recipient.orcpt.clear();
  transaction.recipients.push_back(recipient);
  transaction.source = std::move(source);
  return transaction;
}

struct Run {
  MemoryStream::Record record;
  std::vector<std::string> transcript;
  Answer greeting, hello;
  TransactionResult result;
  bool open = false;
  std::string failure;
};

Task<void> converse(Run& run, std::vector<std::string> turns, DialogueOptions options, Transaction transaction) {
  options.helo_name = "me.example";
  options.transcript = [&run](DialogueOptions::Direction direction, const std::string& line) {
    run.transcript.push_back((direction == DialogueOptions::Direction::sent ? ">>> " : "") + line);
  };
  Dialogue dialogue(std::make_unique<MemoryStream>(run.record, std::move(turns)), std::move(options));
  run.greeting = co_await dialogue.greeting();
  if (run.greeting.ok()) run.hello = co_await dialogue.hello();
  if (run.hello.ok() && !transaction.recipients.empty()) {
    try {
      run.result = co_await dialogue.send(std::move(transaction));
    } catch (const std::runtime_error& error) {
      run.failure = error.what();
    }
  }
  co_await dialogue.quit();
  run.open = dialogue.is_open();
}

Run run_client(std::vector<std::string> turns, DialogueOptions options = {}, std::shared_ptr<BodySource> source = {}) {
  Run run;
  EventLoop loop;
  Transaction transaction;
  if (source) transaction = two_recipients(std::move(source));
  loop.run_until_done(converse(run, std::move(turns), std::move(options), std::move(transaction)));
  return run;
}

std::shared_ptr<BodySource> text(std::vector<std::string> pieces) {
  return std::make_shared<TextSource>(std::move(pieces));
}

}  // namespace

TEST_CASE("smtp/client: a plain server gets one command at a time and no parameters") {
  Run run = run_client({"220 mx ESMTP\r\n", "250 mx hi\r\n", "250 ok\r\n", "250 ok\r\n", "550 no\r\n", "354 go\r\n",
                        "250 Ok: queued as X1\r\n", "221 bye\r\n"},
                       {}, text({"Subject: x\n", "\n.dot\n"}));
  CHECK(run.record.output ==
        "EHLO me.example\r\nMAIL From:<a@b>\r\nRCPT To:<c@d>\r\nRCPT To:<e@d>\r\nDATA\r\n"
        "Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n");
  CHECK(run.result.phase == Phase::final_dot);
  CHECK(run.result.accepted_any);
  CHECK(run.result.answer.text == "Ok: queued as X1");
  CHECK(run.result.recipients[0].phase == Phase::final_dot);
  CHECK(run.result.recipients[0].answer.ok());
  CHECK(run.result.recipients[1].phase == Phase::rcpt);
  CHECK(run.result.recipients[1].answer.enhanced.text() == "5.2.0");
  CHECK(run.transcript.front() == "220 mx ESMTP");
  CHECK(run.transcript[1] == ">>> EHLO me.example");
  CHECK(!run.open);
}

TEST_CASE("smtp/client: extensions are used when offered, RCPTs and DATA go out together") {
  Run run = run_client({"220 mx ESMTP\r\n",
                        "250-mx hi\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-ENHANCEDSTATUSCODES\r\n250 DSN\r\n",
                        "250 2.1.0 ok\r\n", "250 2.1.5 ok\r\n450 4.2.1 later\r\n354 go\r\n",
                        "250 2.0.0 done\r\n", "221 bye\r\n"},
                       {}, text({"x\n"}));
  CHECK(run.record.log[3] == "> MAIL From:<a@b> SIZE=100 ENVID=id RET=HDRS\r\n");
  CHECK(run.record.log[5] ==
        "> RCPT To:<c@d> NOTIFY=SUCCESS ORCPT=rfc822;c@d\r\nRCPT To:<e@d>\r\nDATA\r\n");
  CHECK(run.result.answer.text == "done");
  CHECK(run.result.recipients[1].answer.enhanced.text() == "4.2.1");
  CHECK(run.result.recipients[1].answer.line == "450 4.2.1 later");
}

TEST_CASE("smtp/client: EHLO refused means HELO, nobody accepted means no DATA") {
  Run run = run_client({"220 mx\r\n", "502 what\r\n", "250 mx\r\n", "250 ok\r\n", "550 no\r\n", "551 no\r\n", "221 bye\r\n"},
                       {}, text({"x\n"}));
  CHECK(run.record.output ==
        "EHLO me.example\r\nHELO me.example\r\nMAIL From:<a@b>\r\nRCPT To:<c@d>\r\nRCPT To:<e@d>\r\nQUIT\r\n");
  CHECK(!run.result.accepted_any);
  CHECK(run.result.phase == Phase::rcpt);
}

TEST_CASE("smtp/client: with pipelining and nobody accepted only the dot follows 354") {
  Run run = run_client({"220 mx ESMTP\r\n", "250-mx\r\n250 PIPELINING\r\n", "250 ok\r\n",
                        "550 no\r\n550 no\r\n354 go\r\n", "554 no valid recipients\r\n", "221 bye\r\n"},
                       {}, text({"secret\n"}));
  CHECK(run.record.output.find("secret") == std::string::npos);
  CHECK(run.result.recipients[0].answer.code == 550);
  CHECK(!run.result.accepted_any);
}

TEST_CASE("smtp/client: where it failed and how is told for each recipient") {
  struct Row {
    const char* what;
    std::vector<std::string> turns;
    Phase phase;
    int code;  // 0: closed
  };
  const std::vector<std::string> start = {"220 mx\r\n", "250 mx\r\n"};
  const Row rows[] = {
      {"MAIL refused", {"550 5.7.1 no\r\n"}, Phase::mail, 550},
      {"MAIL closed", {}, Phase::mail, 0},
      {"RCPT 421", {"250 ok\r\n", "421 bye\r\n"}, Phase::rcpt, 421},
      {"DATA refused", {"250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "451 later\r\n"}, Phase::data, 451},
      {"closed after dot", {"250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"}, Phase::final_dot, 0},
      {"dot refused", {"250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "554 spam\r\n"}, Phase::final_dot, 554},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<std::string> turns = start;
    turns.insert(turns.end(), row.turns.begin(), row.turns.end());
    Run run = run_client(turns, {}, text({"x\n"}));
    CHECK(run.result.phase == row.phase);
    CHECK(!run.result.accepted_any);
    for (const RecipientResult& recipient : run.result.recipients) {
      CHECK(recipient.phase == row.phase);
      CHECK(recipient.answer.code == row.code);
      CHECK(recipient.answer.lost() == (row.code == 0));
    }
  }
}

TEST_CASE("smtp/client: LMTP has a final reply for each accepted recipient") {
  DialogueOptions lmtp;
  lmtp.lmtp = true;
  Run run = run_client({"220 lmtp\r\n", "250-x\r\n250 PIPELINING\r\n", "250 ok\r\n", "250 ok\r\n250 ok\r\n354 go\r\n",
                        "250 2.1.5 in\r\n452 4.2.2 full\r\n", "221 bye\r\n"},
                       lmtp, text({"x\n"}));
  CHECK(run.record.output.substr(0, 5) == "LHLO ");
  CHECK(run.result.recipients[0].answer.code == 250);
  CHECK(run.result.recipients[1].answer.code == 452);
  CHECK(run.result.accepted_any);
}

TEST_CASE("smtp/client: silence, endings and garbage") {
  MemoryStream::Record silent;
  CHECK(run_client({}).greeting.kind == Answer::Kind::closed);
  CHECK(run_client({"554 go away\r\n"}).greeting.permanent());
  CHECK(run_client({"what\r\nis this\r\n"}).greeting.kind == Answer::Kind::closed);
  Run run = run_client({std::string(10000, '2') + "\r\n220 mx\r\n", "250 mx\r\n", "221 bye\r\n"});
  CHECK(run.hello.ok());
}

TEST_CASE("smtp/client: a message that cannot be read is never ended by a dot") {
  Run run = run_client({"220 mx\r\n", "250 mx\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"}, {},
                       std::make_shared<BrokenSource>());
  CHECK(run.failure == "data file is gone");
  CHECK(run.record.closed);
  CHECK(run.record.output.find("\r\n.\r\n") == std::string::npos);
  CHECK(run.record.output.find("QUIT") == std::string::npos);
}

namespace {

Task<AuthOutcome> authenticate(MemoryStream::Record& record, std::vector<std::string> turns, sm::net::BlockingPool& pool) {
  DialogueOptions options;
  options.helo_name = "me";
  Dialogue dialogue(std::make_unique<MemoryStream>(record, std::move(turns)), std::move(options));
  co_await dialogue.greeting();
  co_await dialogue.hello();
  AuthOutcome outcome = co_await dialogue.authenticate(std::make_shared<PlainSasl>(), dialogue.extensions().auth_mechanisms, pool);
  co_return outcome;
}

}  // namespace

TEST_CASE("smtp/client: AUTH tries one mechanism after the other") {
  EventLoop loop;
  sm::net::BlockingPool pool(loop, "test", sm::net::BlockingPool::Limits());
  MemoryStream::Record record;
  AuthOutcome outcome = loop.run_until_done(
      authenticate(record, {"220 mx ESMTP\r\n", "250-mx\r\n250 AUTH PLAIN LOGIN\r\n", "535 no\r\n", "334 VXNlcm5hbWU6\r\n",
                            "334 UGFzc3dvcmQ6\r\n", "235 ok\r\n"}, pool));
  CHECK(outcome.state == AuthOutcome::State::authenticated);
  CHECK(outcome.facts.mechanism == "LOGIN");
  CHECK(record.output == "EHLO me\r\nAUTH PLAIN AGpvZQBzZWNyZXQ=\r\nAUTH LOGIN\r\nam9l\r\nc2VjcmV0\r\n");
}
