// See the header.
#include "scripted_server.h"

#include <doctest/doctest.h>

#include "sendmaild/net/event_loop.h"
#include "tests/support/test_certificate.h"
#include "tests/unit/sendmaild/smtp/server/scripted_filters.h"

namespace sm::test {
namespace {

using smtp::Reply;

// "joe" with password "secret": PLAIN in one step, LOGIN in two.
class ScriptedSasl final : public smtp::SaslServer {
 public:
  explicit ScriptedSasl(std::vector<std::string> mechanisms) : mechanisms_(std::move(mechanisms)) {}
  std::vector<std::string> mechanisms() override { return mechanisms_; }
  size_t known_mechanisms() override { return 11; }
  void tls_started(int, std::string) override { mechanisms_.push_back("EXTERNAL"); }
  smtp::SaslStep start(std::string mechanism, std::optional<std::string> initial) override {
    mechanism_ = mechanism;
    said_.clear();
    return initial ? step(*initial) : challenge(mechanism == "LOGIN" ? "Username:" : "");
  }
  smtp::SaslStep step(std::string response) override {
    said_.push_back(response);
    if (mechanism_ == "LOGIN" && said_.size() == 1) return challenge("Password:");
    bool good = mechanism_ == "LOGIN" ? said_ == std::vector<std::string>{"joe", "secret"}
                                      : response == std::string("\0joe\0secret", 11);
    smtp::SaslStep result;
    result.state = good ? smtp::SaslStep::State::success : smtp::SaslStep::State::failure;
    result.detail = "authentication failure (-13)";
    return result;
  }
  smtp::SaslFacts facts() override {
    smtp::SaslFacts facts;
    facts.mechanism = mechanism_;
    facts.identity = "joe";
    return facts;
  }
  std::shared_ptr<smtp::SaslLayer> layer() override { return nullptr; }

 private:
  static smtp::SaslStep challenge(std::string text) {
    smtp::SaslStep step;
    step.state = smtp::SaslStep::State::challenge;
    step.data = std::move(text);
    return step;
  }
  std::vector<std::string> mechanisms_;
  std::string mechanism_;
  std::vector<std::string> said_;
};

class ScriptedPolicy final : public server::Policy {
 public:
  ScriptedPolicy(const Script& script, Notes& notes) : script_(script), notes_(notes) {}

  server::Connection connect() override {
    note("connect");
    return script_.connection;
  }
  bool asks(server::Question) const override { return script_.asks_everything; }
  server::Verdict hello(const server::Hello& hello) override { return judge("hello " + hello.name); }
  server::Verdict parse_sender(const server::Sender& sender) override {
    return judge("parse-sender " + sender.address);
  }
  server::Verdict judge_sender(const server::Sender& sender) override {
    note("protocol " + sender.protocol + (sender.hello_was_given ? "" : " without hello"));
    return judge("sender " + sender.address);
  }
  server::Verdict parse_recipient(const std::string& address) override { return judge("parse-rcpt " + address); }
  server::RecipientAnswer judge_recipient(const server::Recipient& recipient) override {
    return server::RecipientAnswer(judge("rcpt " + recipient.address));
  }
  server::Verdict judge_data(size_t recipients) override { return judge("data " + std::to_string(recipients)); }
  void transaction_aborted(const std::string& reason) override { note("abort " + reason); }
  Reply verify(const std::string& argument) override { return Reply(250, {2, 1, 5}, "<" + argument + "@here>"); }
  Reply expand(const std::string& argument) override {
    std::vector<std::string> lines;
    lines.push_back("<a@" + argument + ">");
    lines.push_back("<b@" + argument + ">");
    return Reply(250, {2, 1, 5}, std::move(lines));
  }
  Reply etrn(const std::string& argument) override {
    return Reply(250, {2, 0, 0}, "Queuing for node " + argument + " started");
  }
  Reply help(const std::string&) override { return Reply(214, {2, 0, 0}, std::string("End of HELP info")); }
  server::Verdict other(const std::string& line, int code) override {
    return judge("other " + std::to_string(code) + " " + line);
  }
  void verbose() override { note("verbose"); }
  std::shared_ptr<const net::TlsContext> tls_context() override {
    if (!script_.has_tls) return nullptr;
    TestCertificate certificate("mail.naver.com");
    net::TlsSettings settings;
    settings.cert_file = certificate.cert_file();
    settings.key_file = certificate.key_file();
    auto context = net::TlsContext::create(settings);
    REQUIRE(context);
    return *context;
  }
  server::Verdict tls_started(const net::TlsFacts& facts) override { return judge("tls " + facts.verify); }
  std::shared_ptr<smtp::SaslServer> sasl_server() override {
    if (script_.sasl_mechanisms.empty()) return nullptr;
    return std::make_shared<ScriptedSasl>(script_.sasl_mechanisms);
  }
  void authenticated(const smtp::SaslFacts& facts) override { note("authenticated " + facts.identity); }
  void log(int level, log::Priority, LogScope, const std::string& text) override {
    if (level <= 9) notes_.log.push_back(text);
  }

 private:
  void note(const std::string& question) { notes_.questions.push_back(question); }
  server::Verdict judge(const std::string& question) {
    note(question);
    auto found = script_.refusals.find(question);
    return found == script_.refusals.end() ? server::Verdict() : server::Verdict(found->second);
  }
  const Script& script_;
  Notes& notes_;
};

class ScriptedSink final : public server::MessageSink {
 public:
  ScriptedSink(const Script& script, Notes& notes) : script_(script), notes_(notes) {}
  Reply begin() override {
    notes_.message.clear();
    notes_.questions.push_back("begin");
    return refusal("begin");
  }
  Reply write(const std::string& text) override {
    CHECK(text.size() <= 4 * server::kSinkChunk);
    notes_.message += text;
    return refusal("write");
  }
  Reply complete(const server::DataFacts& facts) override {
    bytes_ = facts.bytes;
    return refusal("complete");
  }
  Reply commit() override {
    notes_.questions.push_back("commit " + std::to_string(bytes_));
    Reply refused = refusal("commit");
    return refused.is_set() ? refused : smtp::reply::accepted("QID");
  }
  void abort(const Reply& reply, const server::DataFacts& facts) override {
    notes_.questions.push_back("sink-abort " + reply.first_line());
    if (facts.exceeded_limit > 0)
      notes_.questions.push_back("sink-abort of " + std::to_string(facts.bytes) + " bytes, " +
                                 std::to_string(facts.exceeded_limit) + " allowed");
  }

 private:
  Reply refusal(const std::string& what) {
    auto found = script_.refusals.find(what);
    return found == script_.refusals.end() ? Reply() : found->second;
  }
  const Script& script_;
  Notes& notes_;
  uint64_t bytes_ = 0;
};

}  // namespace

Script::Script() {
  connection.hostname = "mail.naver.com";
  connection.client = connection.client_name = "[10.0.2.11]";
  connection.client_address = "10.0.2.11";
  connection.greeting = "mail.naver.com Sendmail 8; date";
  smtp::Extensions& announce = connection.features.announce;
  announce.pipelining = announce.eight_bit_mime = announce.dsn = announce.etrn = true;
  announce.size = 0;
  announce.deliver_by = 0;
  limits.allow_vrfy = false;
}

std::shared_ptr<server::Policy> scripted_policy(const Script& script, Notes& notes) {
  return std::make_shared<ScriptedPolicy>(script, notes);
}

std::shared_ptr<server::MessageSink> scripted_sink(const Script& script, Notes& notes) {
  return std::make_shared<ScriptedSink>(script, notes);
}

net::Task<void> forget_summary(server::SessionParts parts) { co_await server::serve(std::move(parts)); }

Outcome run_session(const Script& script, std::vector<std::string> turns, MemoryStream::Record record) {
  Outcome outcome;
  net::EventLoop loop;
  net::BlockingPool lookup(loop, "lookup", net::BlockingPool::Limits{});
  net::BlockingPool disk(loop, "disk", net::BlockingPool::Limits{});
  server::SessionParts parts;
  parts.loop = &loop;
  parts.lookup = &lookup;
  parts.disk = &disk;
  parts.stream = std::make_unique<MemoryStream>(record, std::move(turns));
  parts.policy = scripted_policy(script, outcome.notes);
  parts.sink = scripted_sink(script, outcome.notes);
  if (script.filters != nullptr) parts.filters = scripted_filters(*script.filters, outcome.notes.questions);
  parts.limits = script.limits;
  parts.pause = [&outcome](std::chrono::milliseconds duration) -> net::Task<void> {
    outcome.notes.waits.push_back(duration);
    co_return;
  };
  parts.load_delay = [&script] { return script.load_delay; };
  outcome.summary = loop.run_until_done(server::serve(std::move(parts)));
  outcome.output = record.output;
  outcome.closed = record.closed;
  return outcome;
}

std::string crlf(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

}  // namespace sm::test
