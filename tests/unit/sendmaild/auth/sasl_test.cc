// Server and client against each other over the real library, with passwords in a database of the test's own.
#include <doctest/doctest.h>
#include <sasl/sasl.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "lib/base/check.h"
#include "sendmaild/auth/sasl_client.h"
#include "sendmaild/auth/sasl_server.h"

using namespace sm::auth;
using sm::smtp::SaslStep;
using State = SaslStep::State;

namespace {

// A folder with Sendmail.conf and a sasldb that knows joe.
class Site {
 public:
  Site() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sasl-XXXXXX").string();
    SM_CHECK(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    std::ofstream conf(folder_ + "/Sendmail.conf");
    conf << "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: " << folder_ << "/sasldb2\n";
    conf.close();
    SaslLibrary::Options options;
    options.config_folders = folder_;
    auto started = SaslLibrary::start(options);
    REQUIRE(started);
    library_ = *started;
    sasl_conn_t* connection = nullptr;
    REQUIRE(sasl_server_new("smtp", "mail.example", "mail.example", nullptr, nullptr, nullptr, 0, &connection) == SASL_OK);
    sasl_setpass(connection, "joe", "secret", 6, nullptr, 0, SASL_SET_CREATE);
    sasl_dispose(&connection);
  }
  ~Site() {
    library_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  bool has_database() const { return std::filesystem::exists(folder_ + "/sasldb2"); }
  std::shared_ptr<SaslLibrary> library() const { return library_; }

 private:
  std::string folder_;
  std::shared_ptr<SaslLibrary> library_;
};

SaslServerOptions server_options() {
  SaslServerOptions options;
  options.hostname = "mail.example";
  options.realm = "mail.example";
  options.mechanisms = {"EXTERNAL", "GSSAPI", "DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN"};
  return options;
}

struct Exchange {
  SaslStep last;
  sm::smtp::SaslFacts facts;
  std::unique_ptr<sm::smtp::SaslServer> server;
  std::unique_ptr<sm::smtp::SaslClient> client;
};

Exchange run(const Site& site, const std::string& mechanism, const std::string& password, int max_bits) {
  Exchange exchange;
  SaslServerOptions options = server_options();
  options.policy.max_bits = max_bits;
  exchange.server = make_sasl_server(site.library(), options);
  REQUIRE(exchange.server);
  SaslClientOptions mine;
  mine.server_name = "mail.example";
  mine.credentials.user = mine.credentials.authentication_id = "joe";
  mine.credentials.password = password;
  mine.policy.max_bits = max_bits;
  exchange.client = make_sasl_client(site.library(), mine);
  SaslStep said = exchange.client->start({mechanism});
  REQUIRE(said.state == State::challenge);
  CHECK(exchange.client->facts().mechanism == mechanism);
  std::optional<std::string> initial;
  if (said.has_data) initial = said.data;
  SaslStep answer = exchange.server->start(mechanism, initial);
  for (int n = 0; answer.state == State::challenge && n < 10; ++n) {
    said = exchange.client->step(answer.data);
    if (said.state != State::challenge) break;
    answer = exchange.server->step(said.data);
  }
  exchange.last = answer;
  if (answer.state == State::success) exchange.facts = exchange.server->facts();
  return exchange;
}

}  // namespace

TEST_CASE("auth/sasl: mechanisms are offered in the configured order, plain ones only where allowed") {
  Site site;
  auto server = make_sasl_server(site.library(), server_options());
  REQUIRE(server);
  CHECK(server->mechanisms() == std::vector<std::string>{"DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN"});
  SaslServerOptions careful = server_options();
  careful.policy = sasl_policy("A p y");
  server = make_sasl_server(site.library(), careful);
  REQUIRE(server);
  CHECK(server->mechanisms() == std::vector<std::string>{"DIGEST-MD5", "CRAM-MD5"});
  server->tls_started(256, "");
  CHECK(server->mechanisms() == std::vector<std::string>{"DIGEST-MD5", "CRAM-MD5", "LOGIN", "PLAIN"});
}

TEST_CASE("auth/sasl: each mechanism accepts the password and refuses another") {
  Site site;
  if (!site.has_database()) {
    MESSAGE("the library cannot write a sasldb here");
    return;
  }
  for (const char* mechanism : {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"}) {
    CAPTURE(mechanism);
    Exchange good = run(site, mechanism, "secret", 0);
    CHECK(good.last.state == State::success);
    CHECK(good.facts.identity.substr(0, 3) == "joe");
    CHECK(good.facts.ssf == 0);
    Exchange bad = run(site, mechanism, "wrong", 0);
    CHECK(bad.last.state == State::failure);
    CHECK(bad.last.detail.find("(-13)") != std::string::npos);
    CHECK(bad.last.detail.find("user=joe") != std::string::npos);
  }
}

TEST_CASE("auth/sasl: a negotiated security layer carries text both ways") {
  Site site;
  if (!site.has_database()) return;
  Exchange exchange = run(site, "DIGEST-MD5", "secret", 0x7fffffff);
  REQUIRE(exchange.last.state == State::success);
  REQUIRE(exchange.facts.ssf > 0);
  auto server = exchange.server->layer();
  auto client = exchange.client->layer();
  std::string text = "EHLO x\r\n" + std::string(20000, 'y');
  auto wire = client->encode(text);
  REQUIRE(wire);
  CHECK(*wire != text);
  CHECK(server->decode(wire->substr(0, 100)) == "");
  CHECK(server->decode(wire->substr(100)) == text);
}

TEST_CASE("auth/sasl: nobody may act as somebody else") {
  Site site;
  if (!site.has_database()) return;
  auto server = make_sasl_server(site.library(), server_options());
  REQUIRE(server);
  SaslStep step = server->start("PLAIN", std::string("root\0joe\0secret", 15));
  CHECK(step.state == State::failure);
  // A failed attempt does not spoil the next.
  step = server->start("PLAIN", std::string("\0joe\0secret", 11));
  CHECK(step.state == State::success);
}
